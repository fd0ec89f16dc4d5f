import type { ComponentProps } from "react";
import { cn } from "@/lib/client/class-names";

export function Skeleton({ className, ...props }: ComponentProps<"div">) {
  return <div aria-hidden className={cn("skeleton h-4", className)} {...props} />;
}
