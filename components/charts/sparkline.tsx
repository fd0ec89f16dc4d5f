import { memo } from "react";
import { cn } from "@/lib/client/class-names";
import { sparklinePaths } from "@/lib/client/format/sparkline-paths";
import type { MetricKind } from "../values/meter";

const STROKE: Readonly<Record<MetricKind | "ok", string>> = {
  cpu: "text-cpu",
  mem: "text-mem",
  disk: "text-disk",
  net: "text-net",
  io: "text-io",
  ok: "text-muted",
};

interface SparklineProps {
  kind: MetricKind | "ok";
  values: readonly (number | null)[];
  /** Top of the scale; the largest value when absent. */
  maximum?: number;
  className?: string;
}

const WIDTH = 100;
const HEIGHT = 24;

/** A tiny line of how a value went. Plain SVG; drawn anew when the history has another point, not with each reading. */
export const Sparkline = memo(function Sparkline({ kind, values, maximum, className }: SparklineProps) {
  const { line, area } = sparklinePaths(values, { width: WIDTH, height: HEIGHT, maximum });
  return (
    <svg
      aria-hidden
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      className={cn("block h-6 w-24", STROKE[kind], className)}
    >
      <path d={area} fill="currentColor" opacity="0.16" />
      <path d={line} fill="none" stroke="currentColor" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
    </svg>
  );
});
