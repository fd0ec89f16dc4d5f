import { cn } from "@/lib/client/class-names";
import type { Quantity } from "@/lib/client/format/quantity";

interface BeforeAfterProps {
  before: Quantity;
  after: Quantity;
  className?: string;
}

/** What a figure is and what it becomes; one number where nothing changes. */
export function BeforeAfter({ before, after, className }: BeforeAfterProps) {
  const same = before.number === after.number && before.unit === after.unit;
  return (
    <span className={cn("figure whitespace-nowrap", className)}>
      {same ? null : (
        <>
          <span className="sr-only">from </span>
          <span className="text-muted">{before.number}</span>
          {before.unit === after.unit ? null : <span className="text-faint"> {before.unit}</span>}
          <span aria-hidden className="text-faint">
            {" → "}
          </span>
          <span className="sr-only"> to </span>
        </>
      )}
      <span className={same ? "text-muted" : undefined}>{after.number}</span>
      {after.unit ? <span className="text-faint"> {after.unit}</span> : null}
    </span>
  );
}
