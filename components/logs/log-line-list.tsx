"use client";

import { ArrowUp, ChevronRight } from "lucide-react";
import Link from "next/link";
import { useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { ScrollRegion } from "@/components/ui/scroll-region";
import type { LogRow } from "@/lib/api/logs";
import { moveAddress, withScope } from "@/lib/client/addresses";
import { cn } from "@/lib/client/class-names";
import { countOf } from "@/lib/client/format/format-count";
import { formatExact } from "@/lib/client/format/format-time";
import { logDetails } from "@/lib/client/logs/log-fields";
import { useScope } from "@/lib/client/state/use-scope";
import { LogLevelMark } from "./log-level-mark";

const NEAR_TOP_PX = 8;

interface LogLineListProps {
  /** Newest first. */
  rows: readonly LogRow[];
  onComponent: (component: string) => void;
}

/** Lines of the program's log. New ones appear on top, unless somebody has scrolled down to read. */
export function LogLineList({ rows, onComponent }: LogLineListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [upTo, setUpTo] = useState<number | null>(null);
  const newest = Number(rows[0]?.id ?? 0);
  const shown = upTo === null ? rows : rows.filter(({ id }) => Number(id) <= upTo);
  const hidden = rows.length - shown.length;

  const toTop = () => {
    setUpTo(null);
    scroller.current?.scrollTo({ top: 0 });
  };

  return (
    <div className="relative">
      {hidden > 0 ? (
        <Button
          size="small"
          variant="primary"
          className="-translate-x-1/2 absolute top-2 left-1/2 z-10"
          onClick={toTop}
        >
          <ArrowUp /> {countOf(hidden, "new line")}
        </Button>
      ) : null}
      <ScrollRegion
        ref={scroller}
        aria-label="Lines of the program's log"
        className="max-h-[calc(100dvh-13rem)] overflow-y-auto rounded-lg"
        onScroll={({ currentTarget: { scrollTop } }) => {
          if (scrollTop < NEAR_TOP_PX) setUpTo(null);
          else setUpTo((before) => before ?? newest);
        }}
      >
        <ol className="divide-y divide-line font-mono text-xs">
          {shown.map((row) => (
            <LogLine key={row.id} row={row} onComponent={onComponent} />
          ))}
        </ol>
      </ScrollRegion>
    </div>
  );
}

function LogLine({ row, onComponent }: { row: LogRow; onComponent: (component: string) => void }) {
  const { error } = logDetails(row);
  return (
    <li className="[contain-intrinsic-size:auto_30px] [content-visibility:auto]">
      <details className="group">
        <summary className="flex cursor-pointer list-none items-start gap-x-3 px-3 py-1.5 leading-[18px] hover:bg-hover focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
          <ChevronRight
            aria-hidden
            className="mt-0.5 size-3.5 shrink-0 text-faint transition-transform duration-150 group-open:rotate-90"
          />
          <Moment atMs={row.atMs} />
          <span className="w-4 shrink-0 sm:w-20">
            <LogLevelMark level={row.level} />
          </span>
          <span className="hidden w-28 shrink-0 truncate text-muted md:inline">{row.component}</span>
          <span className="min-w-0 flex-1 break-words">
            <Message row={row} />
            {error === null ? null : (
              <span className={cn(row.level === "error" || row.level === "fatal" ? "text-bad" : "text-warn")}>
                {row.message === "" ? "" : ": "}
                {error}
              </span>
            )}
          </span>
        </summary>
        <LineDetails row={row} onComponent={onComponent} />
      </details>
    </li>
  );
}

/** What the line says; a move that it names is told by its guest and way, and leads to it. */
function Message({ row: { message, move } }: { row: LogRow }) {
  const scope = useScope();
  if (move === null) return message;
  const [before = "", ...after] = message.split(`move:${move.id}`);
  return (
    <>
      {before}
      <Link
        href={withScope(moveAddress(move.id), scope.text)}
        className="text-accent hover:underline"
        title={`Move ${move.id}`}
      >
        {move.guestName ?? "guest"} ({move.vmid}): {move.from} <span aria-hidden>→</span>
        <span className="sr-only">to</span> {move.to}
      </Link>
      {after.join(`move:${move.id}`)}
    </>
  );
}

/** The clock time; the whole of it on hover. */
function Moment({ atMs }: { atMs: number }) {
  const exact = formatExact(atMs);
  const [, clock = exact] = exact.split(" ");
  return (
    // The zone of the reader is not known to the server.
    <time
      suppressHydrationWarning
      dateTime={new Date(atMs).toISOString()}
      title={exact}
      className="figure w-16 shrink-0 text-muted"
    >
      {clock}
    </time>
  );
}

function LineDetails({ row, onComponent }: { row: LogRow; onComponent: (component: string) => void }) {
  const { fields, stack } = logDetails(row);
  const { component } = row;
  return (
    <div className="flex flex-col gap-2 border-line border-t bg-bg px-3 py-2 sm:pl-10">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
        <dt className="text-muted">time</dt>
        <dd suppressHydrationWarning>{formatExact(row.atMs)}</dd>
        {component === null ? null : (
          <>
            <dt className="text-muted">part</dt>
            <dd>
              <Button variant="link" size="inline" className="text-xs" onClick={() => onComponent(component)}>
                {component}
              </Button>
            </dd>
          </>
        )}
        <dt className="text-muted">process</dt>
        <dd>{row.process}</dd>
        {fields.map(({ name, text }) => (
          <LogFieldRow key={name} name={name} text={text} />
        ))}
      </dl>
      {stack === null ? null : <pre className="overflow-x-auto whitespace-pre-wrap text-muted">{stack}</pre>}
    </div>
  );
}

function LogFieldRow({ name, text }: { name: string; text: string }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="whitespace-pre-wrap break-words">{text}</dd>
    </>
  );
}
