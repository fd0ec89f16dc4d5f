import { ArrowRight } from "lucide-react";
import { cn } from "@/lib/client/class-names";

interface MoveWayProps {
  from: string;
  to: string;
  className?: string;
}

/** From where to where. */
export function MoveWay({ from, to, className }: MoveWayProps) {
  return (
    <span className={cn("inline-flex min-w-0 items-center gap-1.5 whitespace-nowrap", className)}>
      {from}
      <ArrowRight role="img" aria-label="to" className="size-3.5 shrink-0 text-accent" />
      {to}
    </span>
  );
}
