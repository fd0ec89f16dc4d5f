"use client";

import useSWR from "swr";
import type { SeriesResponse } from "@/lib/api/series";
import { seriesRefreshMs } from "../format/series-range";
import { seriesAddress } from "../http/api-addresses";
import { answered } from "../http/reader";
import { requestApi } from "../http/request-api";

interface ChunkedSeriesRequest {
  readonly kind: "node" | "storage";
  readonly objectIds: readonly number[];
  readonly metrics: readonly string[];
}

const CHUNK = 32;
const NONE: readonly SeriesResponse[] = [];

/** The last 24 hours of any number of objects, as one answer per 32 of them. */
export function useChunkedSeries({
  kind,
  objectIds,
  metrics,
}: ChunkedSeriesRequest): readonly SeriesResponse[] {
  const key = objectIds.length === 0 ? null : ["chunked", kind, objectIds.join(","), metrics.join(",")];
  const { data } = useSWR<readonly SeriesResponse[], Error, string[] | null>(
    key,
    async () => {
      const chunks = Array.from({ length: Math.ceil(objectIds.length / CHUNK) }, (_unused, index) =>
        objectIds.slice(index * CHUNK, (index + 1) * CHUNK),
      );
      const answers = await Promise.all(
        chunks.map((chunk) =>
          requestApi(
            seriesAddress({
              kind,
              objects: chunk.join(","),
              metrics: metrics.join(","),
              range: "24h",
              points: "96",
            }),
            { schema: answered<SeriesResponse>() },
          ),
        ),
      );
      return answers.map(({ data: answer }) => answer);
    },
    { refreshInterval: seriesRefreshMs("24h"), keepPreviousData: true },
  );
  return data ?? NONE;
}
