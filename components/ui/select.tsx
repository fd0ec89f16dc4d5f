import { ChevronDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "@/lib/client/class-names";
import { CONTROL_CLASSES } from "./input";

/** The browser's own select: best on phones and for screen readers, and it never leaves the viewport. */
export function Select({ className, ...props }: ComponentProps<"select">) {
  return (
    <span className={cn("relative inline-block w-full", className)}>
      <select className={cn(CONTROL_CLASSES, "appearance-none pr-7")} {...props} />
      <ChevronDown aria-hidden className="pointer-events-none absolute top-2 right-2 size-4 text-muted" />
    </span>
  );
}
