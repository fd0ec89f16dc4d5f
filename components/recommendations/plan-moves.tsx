import { Panel } from "@/components/values/panel";
import type { PlanChanges, PlanView } from "@/lib/api/recommendations";
import { countOf } from "@/lib/client/format/format-count";
import { formatDuration } from "@/lib/client/format/format-duration";
import { moveNews } from "@/lib/client/recommendations/move-news";
import { wavesOf } from "@/lib/client/recommendations/plan-totals";
import { MoveRow } from "./move-row";

interface PlanMovesProps {
  clusterId: string;
  plan: PlanView;
  changes: PlanChanges;
  /** Where opinions go; null for a plan that is not stored or is an old one. */
  recommendationId: string | null;
}

/** The moves, wave by wave: those of one wave may run side by side. */
export function PlanMoves({ clusterId, plan, changes, recommendationId }: PlanMovesProps) {
  const waves = wavesOf(plan.moves);
  return (
    <Panel
      title="Moves"
      aside={`${countOf(plan.moves.length, "move")}, one wave after the other`}
      bodyClassName="p-0"
    >
      {waves.map(({ wave, moves, seconds }) => (
        <section key={wave} aria-label={`Wave ${wave}`} className="border-line border-b last:border-b-0">
          <h3 className="flex justify-between gap-3 border-line border-b bg-bg px-4 py-1 text-muted text-sm">
            <span className="font-medium">Wave {wave}</span>
            <span className="figure">{formatDuration(seconds)}</span>
          </h3>
          <ul className="divide-y divide-line">
            {moves.map((move) => (
              <MoveRow
                key={`${move.vmid}:${move.to}`}
                clusterId={clusterId}
                move={move}
                news={moveNews(move.vmid, changes)}
                recommendationId={recommendationId}
              />
            ))}
          </ul>
        </section>
      ))}
    </Panel>
  );
}
