"use client";

import { useEffect, useRef, useState } from "react";
import type { SeriesResponse } from "@/lib/api/series";
import { seriesAddress } from "../http/api-addresses";
import { answered } from "../http/reader";
import { requestApi } from "../http/request-api";

type Histories = ReadonlyMap<number, readonly (number | null)[]>;

const CHUNK = 32;
const FRESH_MS = 60_000;
const SETTLE_MS = 250;
const NONE: Histories = new Map();

/** The last hour of CPU of the rows in view, read once scrolling has settled and again after a minute. */
export function useSparklines(kind: "node" | "guest", objectIds: readonly number[]): Histories {
  const [histories, setHistories] = useState<Histories>(NONE);
  const readAt = useRef(new Map<number, number>());
  const wanted = objectIds.join(",");

  useEffect(() => {
    if (wanted === "") return;
    const controller = new AbortController();
    const read = () => {
      const now = Date.now();
      const due = wanted
        .split(",")
        .map(Number)
        .filter((id) => now - (readAt.current.get(id) ?? 0) > FRESH_MS);
      for (let start = 0; start < due.length; start += CHUNK) {
        const chunk = due.slice(start, start + CHUNK);
        readChunk(kind, chunk, controller.signal)
          .then((read) => {
            for (const id of chunk) readAt.current.set(id, now);
            setHistories((before) => new Map([...before, ...read]));
          })
          // A missing sparkline is no reason to bother anybody; the numbers beside it are live.
          .catch(() => undefined);
      }
    };
    const settled = setTimeout(read, SETTLE_MS);
    const repeated = setInterval(read, FRESH_MS);
    return () => {
      clearTimeout(settled);
      clearInterval(repeated);
      controller.abort();
    };
  }, [kind, wanted]);

  return histories;
}

async function readChunk(
  kind: "node" | "guest",
  objectIds: readonly number[],
  signal: AbortSignal,
): Promise<Histories> {
  const path = seriesAddress({
    kind,
    objects: objectIds.join(","),
    metrics: "cpuFraction",
    range: "1h",
    points: "40",
  });
  const { data } = await requestApi(path, { schema: answered<SeriesResponse>(), signal });
  return new Map(data.series.map(({ objectId, average }) => [objectId, average]));
}
