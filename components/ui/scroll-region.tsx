import type { ComponentProps } from "react";
import { cn } from "@/lib/client/class-names";

interface ScrollRegionProps extends ComponentProps<"div"> {
  "aria-label": string;
}

/** An area that scrolls by itself and can be reached, and so scrolled, by keyboard. Words for screen readers stay inside it. */
export function ScrollRegion({ className, ...props }: ScrollRegionProps) {
  const group = { role: "group", tabIndex: 0 } as const;
  return <div {...group} className={cn("relative focus-visible:-outline-offset-2", className)} {...props} />;
}
