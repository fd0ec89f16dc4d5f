"use client";

import { ArrowDownToLine, Copy, Download } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { Skeleton } from "@/components/ui/skeleton";
import { Panel } from "@/components/values/panel";
import { type MoveLog, type MoveRow, moveLog } from "@/lib/api/moves";
import { cn } from "@/lib/client/class-names";
import { countOf } from "@/lib/client/format/format-count";
import { moveLogAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { useApi } from "@/lib/client/http/use-api";
import { type LogTone, logFileName, logLineTone } from "@/lib/client/moves/log-lines";
import { isEndedMove } from "@/lib/client/moves/move-groups";
import { notify } from "@/lib/client/state/notices";

const REFRESH_MS = 1_500;
const NEAR_END_PX = 24;

const TONES: Readonly<Record<LogTone, string | undefined>> = {
  plain: undefined,
  warn: "text-warn",
  bad: "text-bad",
  good: "text-ok",
};

/** The log of Proxmox VE's task as a terminal shows it; follows its end until somebody scrolls back. */
export function MoveLogPanel({ move }: { move: MoveRow }) {
  const isOver = isEndedMove(move.state);
  const { data, error } = useApi(moveLogAddress(move.id), moveLog, {
    refreshInterval: (answer) => (answer && isWhole(answer.data, isOver) ? 0 : REFRESH_MS),
  });
  const lines = data?.data.lines ?? [];
  const text = lines.join("\n");
  return (
    <Panel
      title="Task log"
      aside={
        <span className="flex items-center gap-2">
          {lines.length > 0 ? countOf(lines.length, "line") : null}
          <Button
            variant="ghost"
            size="small"
            disabled={lines.length === 0}
            onClick={() => void copy(text)}
            aria-label="Copy the log"
          >
            <Copy />
          </Button>
          <Button
            variant="ghost"
            size="small"
            disabled={lines.length === 0}
            onClick={() => save(logFileName(move), text)}
            aria-label="Download the log"
          >
            <Download />
          </Button>
        </span>
      }
      bodyClassName="relative p-0"
    >
      {error ? (
        <p role="status" className="break-words px-4 py-2 text-sm text-warn">
          The log is not read just now: {messageOf(error)}
        </p>
      ) : null}
      {data || error ? null : <Skeleton className="m-4 h-40" />}
      {data && lines.length === 0 ? (
        <p className="p-4 text-muted">
          {isOver
            ? "Proxmox VE was not asked for anything, so there is no log."
            : "Proxmox VE has not started yet."}
        </p>
      ) : null}
      {lines.length > 0 ? <Terminal lines={lines} following={!isOver} /> : null}
    </Panel>
  );
}

/** The last lines come with the end of the task, after the last reading before it. */
function isWhole({ complete, upid }: MoveLog, isOver: boolean): boolean {
  return complete || (isOver && upid === null);
}

function Terminal({ lines, following }: { lines: readonly string[]; following: boolean }) {
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const count = lines.length;

  useEffect(() => {
    const element = scroller.current;
    if (element && atEnd && count > 0) element.scrollTop = element.scrollHeight;
  }, [count, atEnd]);

  return (
    <>
      <ScrollRegion
        ref={scroller}
        aria-label="Lines of the log"
        className="max-h-[28rem] overflow-auto rounded-b-lg bg-bg"
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) =>
          setAtEnd(scrollHeight - scrollTop - clientHeight < NEAR_END_PX)
        }
      >
        <ol className="py-2 font-mono text-xs leading-5">
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a log only grows at its end, and lines repeat
            <li key={index} className="flex gap-3 px-4 hover:bg-hover">
              <span aria-hidden className="w-8 shrink-0 select-none text-right text-faint">
                {index + 1}
              </span>
              <span className={cn("min-w-0 whitespace-pre-wrap break-words", TONES[logLineTone(line)])}>
                {line}
              </span>
            </li>
          ))}
        </ol>
      </ScrollRegion>
      {following && !atEnd ? (
        <Button size="small" className="absolute right-4 bottom-3" onClick={() => setAtEnd(true)}>
          <ArrowDownToLine /> Follow
        </Button>
      ) : null}
    </>
  );
}

async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    notify("The log was copied");
  } catch {
    notify("The browser does not let the log be copied", { tone: "bad" });
  }
}

function save(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([`${text}\n`], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
