"use client";

import { z } from "zod";
import { Badge } from "@/components/ui/badge";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { Skeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/values/states";
import { type RecommendationRow, recommendationRow } from "@/lib/api/recommendations";
import { countOf } from "@/lib/client/format/format-count";
import { formatMinute } from "@/lib/client/format/format-time";
import { recommendationHistoryAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { useApi } from "@/lib/client/http/use-api";
import { VERDICT_WORDS } from "@/lib/client/recommendations/plan-words";

const MOST = 100;
const rows = z.array(recommendationRow);

interface AdviceHistoryProps {
  clusterId: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Null is the newest. */
  onChoose: (recommendationId: string | null) => void;
}

/** What was advised before: one entry for each time the advice changed. */
export function AdviceHistory({ clusterId, open, onOpenChange, onChoose }: AdviceHistoryProps) {
  const { data, error } = useApi(open ? recommendationHistoryAddress(clusterId, MOST) : null, rows, {
    refreshInterval: 30_000,
  });
  const list = data?.data ?? [];
  return (
    <Sheet open={open} onOpenChange={onOpenChange}>
      <SheetContent
        title="Earlier advice"
        description="One entry for each time the advice changed, newest first."
      >
        {error && !data ? (
          <ErrorState title="The history could not be read">{messageOf(error)}</ErrorState>
        ) : null}
        {data || error ? null : <Skeleton className="h-60" />}
        {data && list.length === 0 ? (
          <p className="text-muted">Nothing was advised for this cluster yet.</p>
        ) : null}
        <ul className="divide-y divide-line">
          {list.map((row, index) => (
            <li key={row.id}>
              <button
                type="button"
                className="-mx-2 block w-[calc(100%+16px)] rounded-md px-2 py-2 text-left hover:bg-hover focus-visible:-outline-offset-2"
                onClick={() => {
                  onChoose(index === 0 ? null : row.id);
                  onOpenChange(false);
                }}
              >
                <HistoryEntry row={row} newest={index === 0} />
              </button>
            </li>
          ))}
        </ul>
      </SheetContent>
    </Sheet>
  );
}

function HistoryEntry({ row, newest }: { row: RecommendationRow; newest: boolean }) {
  return (
    <>
      <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium">{VERDICT_WORDS[row.verdict]}</span>
        {row.movesCount > 0 ? (
          <span className="figure text-sm">{countOf(row.movesCount, "move")}</span>
        ) : null}
        {newest ? <Badge tone="accent">newest</Badge> : null}
        <span className="figure ml-auto text-muted text-sm">{spanOf(row)}</span>
      </span>
      <span className="mt-0.5 line-clamp-2 text-muted text-sm">{row.reason}</span>
    </>
  );
}

/** From when until when it was the answer: `2026-01-05 13:45 – 14:02`. */
function spanOf({ createdAtMs, checkedAtMs }: RecommendationRow): string {
  const from = formatMinute(createdAtMs);
  const until = formatMinute(checkedAtMs);
  if (from === until) return from;
  return `${from} – ${from.slice(0, 10) === until.slice(0, 10) ? until.slice(11) : until}`;
}
