import { Panel } from "@/components/values/panel";
import { RelativeTime } from "@/components/values/relative-time";
import type { MoveDetail } from "@/lib/api/moves";
import { formatDuration } from "@/lib/client/format/format-duration";
import { MoveState } from "./move-state";

/** Every change of state: when, by whom and why; how long the one before it lasted. */
export function MoveTimeline({ transitions }: Pick<MoveDetail, "transitions">) {
  return (
    <Panel title="Timeline" bodyClassName="p-0">
      <ol className="divide-y divide-line">
        {transitions.map(({ atMs, to, by, sentence }, index) => {
          const next = transitions[index + 1];
          return (
            <li key={`${atMs}:${to}:${sentence}`} className="px-4 py-2 text-sm">
              <div className="flex flex-wrap items-baseline justify-between gap-x-3">
                <MoveState state={to} past={next !== undefined} />
                <span className="text-muted">
                  <RelativeTime atMs={atMs} />
                </span>
              </div>
              <p className="text-pretty break-words">{sentence}</p>
              <p className="text-muted">
                {by}
                {next ? (
                  <>
                    , for{" "}
                    <span className="figure">
                      {formatDuration(Math.max(0.001, (next.atMs - atMs) / 1_000))}
                    </span>
                  </>
                ) : null}
              </p>
            </li>
          );
        })}
      </ol>
    </Panel>
  );
}
