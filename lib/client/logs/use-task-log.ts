"use client";

import { useEffect, useState } from "react";
import { type TaskLog, taskLog } from "@/lib/api/tasks";
import { taskLogAddress } from "../http/api-addresses";
import { requestApi } from "../http/request-api";

const POLL_MS = 1_500;

export interface WatchedTaskLog {
  /** What is known of the task; null until the first answer. */
  readonly task: Omit<TaskLog, "lines" | "start"> | null;
  readonly lines: readonly string[];
  readonly error: Error | null;
}

const NOTHING: WatchedTaskLog = { task: null, lines: [], error: null };

/** What a task of Proxmox VE writes, followed until its last line; only new lines are asked for. */
export function useTaskLog(clusterId: string, upid: string): WatchedTaskLog {
  const key = `${clusterId} ${upid}`;
  const [state, setState] = useState({ key, log: NOTHING });

  useEffect(() => {
    const stopped = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let log = NOTHING;
    const ask = async () => {
      log = await next(log, clusterId, upid, stopped.signal);
      if (stopped.signal.aborted) return;
      setState({ key, log });
      if (log.task?.complete) return;
      timer = setTimeout(ask, POLL_MS);
    };
    void ask();
    return () => {
      clearTimeout(timer);
      stopped.abort();
    };
  }, [key, clusterId, upid]);

  return state.key === key ? state.log : NOTHING;
}

async function next(
  before: WatchedTaskLog,
  clusterId: string,
  upid: string,
  signal: AbortSignal,
): Promise<WatchedTaskLog> {
  try {
    const address = taskLogAddress(clusterId, { upid, start: String(before.lines.length) });
    const { lines, ...task } = (await requestApi(address, { schema: taskLog, signal })).data;
    return { task, lines: lines.length === 0 ? before.lines : [...before.lines, ...lines], error: null };
  } catch (error) {
    return { ...before, error: error instanceof Error ? error : new Error(String(error)) };
  }
}
