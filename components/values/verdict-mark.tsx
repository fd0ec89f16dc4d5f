import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import type { NodeRow } from "@/lib/api/nodes";
import { cn } from "@/lib/client/class-names";
import { percentQuantity } from "@/lib/client/format/format-percent";
import { Changed } from "./changed";
import { Missing } from "./figure";

const VERDICTS = {
  excellent: { Icon: CircleCheck, tone: "text-ok" },
  good: { Icon: CircleCheck, tone: "text-ok" },
  acceptable: { Icon: CircleCheck, tone: "text-off" },
  poor: { Icon: TriangleAlert, tone: "text-warn" },
  critical: { Icon: CircleAlert, tone: "text-bad" },
} as const;

interface VerdictMarkProps {
  verdict: NodeRow["verdict"];
  suitabilityPercent: number | null;
  /** Why there is no score, when there is none. */
  missingReason?: string;
}

/** A node's score: the number, its word, its icon. */
export function VerdictMark({
  verdict,
  suitabilityPercent,
  missingReason = "No score before the first reading",
}: VerdictMarkProps) {
  if (verdict === null || suitabilityPercent === null) return <Missing reason={missingReason} />;
  const { Icon, tone } = VERDICTS[verdict];
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap align-middle">
      <Icon aria-hidden className={cn("size-3.5 shrink-0", tone)} />
      <span className="figure w-6 text-right">
        <Changed value={percentQuantity(Math.round(suitabilityPercent)).number.replace(/\.0$/, "")} />
      </span>
      <span className={tone}>{verdict}</span>
    </span>
  );
}
