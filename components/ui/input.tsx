import type { ComponentProps } from "react";
import { cn } from "@/lib/client/class-names";

export const CONTROL_CLASSES =
  "h-8 w-full min-w-0 rounded-md border border-control bg-surface px-2.5 text-base text-fg placeholder:text-faint disabled:cursor-not-allowed disabled:opacity-60 read-only:text-muted aria-invalid:border-bad focus-visible:outline-offset-0";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(CONTROL_CLASSES, className)} {...props} />;
}
