"use client";

import { useCallback, useEffect, useState } from "react";
import { listMeta } from "@/lib/api/envelope";
import { logList } from "@/lib/api/logs";
import { logsAddress } from "../http/api-addresses";
import { requestApi } from "../http/request-api";
import { type LogLines, withNewer, withOlder } from "./log-lines";

const POLL_MS = 2_000;
const PAGE = "200";
const MOST_AT_ONCE = "1000";

export interface LogFilter {
  readonly level: string | null;
  readonly text: string | null;
  readonly component: string | null;
}

export interface ProgramLog {
  /** Null until the first answer. */
  readonly lines: LogLines | null;
  /** Why the newest question was not answered; what is shown is older then. */
  readonly error: Error | null;
  readonly readAtMs: number | null;
  readonly readOlder: () => Promise<void>;
}

interface State extends Omit<ProgramLog, "readOlder"> {
  readonly key: string;
}

/** The program's log as it grows; `held` stops asking. @param initial what the server rendered, without any filter */
export function useProgramLog(
  { level, text, component }: LogFilter,
  held: boolean,
  initial: LogLines | null,
): ProgramLog {
  const key = logsAddress({ level, text, component });
  const [state, setState] = useState<State>({
    key: logsAddress({}),
    lines: initial,
    error: null,
    readAtMs: null,
  });
  // What is left of another filter is not shown under this one.
  const current = state.key === key ? state : { key, lines: null, error: null, readAtMs: null };
  const hasLines = current.lines !== null;
  const newest = current.lines?.rows[0]?.id ?? null;

  useEffect(() => {
    if (held && hasLines) return;
    const stopped = new AbortController();
    const first = { level, text, component, limit: PAGE };
    const next = { level, text, component, limit: MOST_AT_ONCE, after: newest ?? "0" };
    const ask = () =>
      readPage(hasLines ? next : first, stopped.signal).then(
        (page) => (stopped.signal.aborted ? undefined : setState((before) => answered(before, key, page))),
        (error) =>
          stopped.signal.aborted ? undefined : setState((before) => unanswered(before, key, error)),
      );
    if (!hasLines) void ask();
    const timer = setInterval(() => (document.hidden ? undefined : void ask()), POLL_MS);
    return () => {
      clearInterval(timer);
      stopped.abort();
    };
  }, [key, level, text, component, held, hasLines, newest]);

  const oldest = current.lines?.nextCursor ?? null;
  const readOlder = useCallback(async () => {
    if (oldest === null) return;
    const page = await readPage({ level, text, component, limit: PAGE, cursor: oldest });
    setState((before) =>
      before.key === key && before.lines ? { ...before, lines: withOlder(before.lines, page) } : before,
    );
  }, [key, level, text, component, oldest]);

  return { lines: current.lines, error: current.error, readAtMs: current.readAtMs, readOlder };
}

function answered(before: State, key: string, page: LogLines): State {
  const known = before.key === key ? before.lines : null;
  return { key, lines: known ? withNewer(known, page) : page, error: null, readAtMs: Date.now() };
}

function unanswered(before: State, key: string, problem: unknown): State {
  const error = problem instanceof Error ? problem : new Error(String(problem));
  return before.key === key ? { ...before, error } : { key, lines: null, readAtMs: null, error };
}

async function readPage(
  query: Readonly<Record<string, string | null>>,
  signal?: AbortSignal,
): Promise<LogLines> {
  const { data, meta } = await requestApi(logsAddress(query), {
    schema: logList,
    ...(signal ? { signal } : {}),
  });
  const { total, nextCursor } = listMeta.parse(meta);
  return { rows: data, total, nextCursor };
}
