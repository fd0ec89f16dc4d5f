import type { ReactNode } from "react";
import { cn } from "@/lib/client/class-names";

interface PanelProps {
  title: string;
  /** Right of the title: figures, links, controls. */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
  bodyClassName?: string;
}

/** A titled area with a hairline around it. Panels are never nested. */
export function Panel({ title, aside, children, className, bodyClassName }: PanelProps) {
  return (
    <section aria-label={title} className={cn("panel flex min-w-0 flex-col", className)}>
      <header className="flex min-h-9 flex-wrap items-center justify-between gap-x-3 border-line border-b px-4 py-1">
        <h2 className="font-semibold text-base">{title}</h2>
        {aside ? <div className="text-muted text-sm">{aside}</div> : null}
      </header>
      <div className={cn("min-w-0 p-4", bodyClassName)}>{children}</div>
    </section>
  );
}
