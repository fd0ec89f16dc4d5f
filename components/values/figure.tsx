import { cn } from "@/lib/client/class-names";
import { MISSING } from "@/lib/client/format/missing";
import type { Quantity } from "@/lib/client/format/quantity";
import { Changed } from "./changed";

interface FigureProps {
  quantity: Quantity;
  /** Why there is no value, when there is none. */
  reason?: string;
  className?: string;
}

/** One value: tabular number, dimmer unit; lights up when it changes. */
export function Figure({ quantity, reason = "Not reported by Proxmox VE", className }: FigureProps) {
  if (quantity.number === MISSING) return <Missing reason={reason} className={className} />;
  return (
    <span className={cn("figure whitespace-nowrap", className)}>
      <Changed value={quantity.number} />
      {quantity.unit ? <span className="text-faint"> {quantity.unit}</span> : null}
    </span>
  );
}

/** The dash that stands for an unknown value, with its reason. */
export function Missing({ reason, className }: { reason: string; className?: string | undefined }) {
  return (
    <span className={cn("figure text-faint", className)} title={reason}>
      <span aria-hidden>{MISSING}</span>
      <span className="sr-only">{reason}</span>
    </span>
  );
}
