import { cn } from "@/lib/client/class-names";

export type MetricKind = "cpu" | "mem" | "disk" | "net" | "io";

const FILL: Readonly<Record<MetricKind, string>> = {
  cpu: "bg-cpu",
  mem: "bg-mem",
  disk: "bg-disk",
  net: "bg-net",
  io: "bg-io",
};

interface MeterProps {
  kind: MetricKind;
  /** 0–1, or null when unknown. */
  fraction: number | null;
  /** A second mark for what is promised, 0–1; more than all is drawn at the end. */
  allocated?: number | null;
  className?: string;
}

/** A thin bar for a share. Decoration: the number beside it says the same. */
export function Meter({ kind, fraction, allocated = null, className }: MeterProps) {
  return (
    <span
      aria-hidden
      className={cn("relative block h-1.5 min-w-8 overflow-hidden rounded-full bg-line", className)}
    >
      {fraction === null ? null : (
        <span
          className={cn("absolute inset-y-0 left-0 rounded-full", FILL[kind])}
          style={{ width: percentOf(fraction) }}
        />
      )}
      {allocated === null ? null : (
        <span
          className="absolute inset-y-0 w-0.5 bg-fg"
          style={{ left: `calc(${percentOf(allocated)} - 2px)` }}
        />
      )}
    </span>
  );
}

/** To a whole percent: less is not seen, and would have the bar laid out anew with each reading. */
function percentOf(fraction: number): string {
  return `${Math.min(100, Math.max(0, Math.round(fraction * 100)))}%`;
}
