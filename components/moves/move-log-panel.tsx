"use client";

import { Skeleton } from "@/components/ui/skeleton";
import { LogButtons } from "@/components/values/log-buttons";
import { Panel } from "@/components/values/panel";
import { Terminal } from "@/components/values/terminal";
import { type MoveLog, type MoveRow, moveLog } from "@/lib/api/moves";
import { countOf } from "@/lib/client/format/format-count";
import { moveLogAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { useApi } from "@/lib/client/http/use-api";
import { logFileName } from "@/lib/client/moves/log-lines";
import { isEndedMove } from "@/lib/client/moves/move-groups";

const REFRESH_MS = 1_500;

/** The log of Proxmox VE's task as a terminal shows it; follows its end until somebody scrolls back. */
export function MoveLogPanel({ move }: { move: MoveRow }) {
  const isOver = isEndedMove(move.state);
  const { data, error } = useApi(moveLogAddress(move.id), moveLog, {
    refreshInterval: (answer) => (answer && isWhole(answer.data, isOver) ? 0 : REFRESH_MS),
  });
  const lines = data?.data.lines ?? [];
  return (
    <Panel
      title="Task log"
      aside={<LogButtons lines={lines} fileName={logFileName(move)} />}
      bodyClassName="relative p-0"
    >
      {error ? (
        <p role="status" className="break-words px-4 py-2 text-sm text-warn">
          The log is not read just now: {messageOf(error)}
        </p>
      ) : null}
      {data || error ? null : <Skeleton className="m-4 h-40" />}
      {data && lines.length === 0 ? <p className="p-4 text-muted">{whyEmpty(data.data, isOver)}</p> : null}
      {lines.length > 0 ? <Terminal lines={lines} following={!isOver} /> : null}
    </Panel>
  );
}

function whyEmpty({ upid, removedAfterDays }: MoveLog, isOver: boolean): string {
  if (removedAfterDays !== null)
    return `Logs of moves are kept for ${countOf(removedAfterDays, "day")}; this one was removed after that.`;
  if (!isOver) return "Proxmox VE has not started yet.";
  return upid === null
    ? "Proxmox VE was not asked for anything, so there is no log."
    : "Proxmox VE wrote nothing into its log.";
}

/** The last lines come with the end of the task, after the last reading before it. */
function isWhole({ complete, upid }: MoveLog, isOver: boolean): boolean {
  return complete || (isOver && upid === null);
}
