import type { ComponentProps } from "react";
import { cn } from "@/lib/client/class-names";
import { CONTROL_CLASSES } from "./input";

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      className={cn(CONTROL_CLASSES, "h-auto min-h-24 py-1.5 font-mono text-sm", className)}
      {...props}
    />
  );
}
