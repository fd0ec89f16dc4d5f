import type { EventRow } from "@/lib/api/events";

const COLOURS = { info: "--muted", warning: "--warn", critical: "--bad" } as const;

/** Kinds worth a line across the charts; the rest would only be noise there. */
const MARKED = new Set([
  "guest-moved",
  "node-up",
  "node-down",
  "node-rebooted",
  "quorum-lost",
  "quorum-regained",
  "pve-upgraded",
  "storage-full",
]);

/** Events as lines across charts. */
export function eventMarks(events: readonly EventRow[]): readonly {
  readonly id: string;
  readonly atMs: number;
  readonly message: string;
  readonly colour: string;
}[] {
  return events
    .filter(({ kind }) => MARKED.has(kind))
    .map(({ id, atMs, message, severity }) => ({ id, atMs, message, colour: COLOURS[severity] }));
}
