import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import { RelativeTime } from "@/components/values/relative-time";
import type { ClusterLogRow } from "@/lib/api/cluster-log";

interface ClusterLogListProps {
  rows: readonly ClusterLogRow[];
  /** Set when several clusters are shown together. */
  clusterNameOf?: (row: ClusterLogRow) => string | null;
}

/** Lines of a cluster's own log, newest first. */
export function ClusterLogList({ rows, clusterNameOf = () => null }: ClusterLogListProps) {
  return (
    <ul className="divide-y divide-line">
      {withKeys(rows).map(({ key, row }) => {
        const { Icon, tone, word } = urgencyOf(row.priority);
        const cluster = clusterNameOf(row);
        return (
          <li key={key} className="flex items-start gap-2 px-4 py-1.5 text-sm">
            <Icon aria-hidden className={`mt-0.5 size-3.5 shrink-0 ${tone}`} />
            <span className="sr-only">{word}:</span>
            <span className="min-w-0 flex-1">
              <span className="break-words font-mono">{row.message}</span>
              <span className="block text-muted text-xs">
                {[cluster, row.node, row.user, row.tag].filter(Boolean).join(" · ")}
              </span>
            </span>
            <span className="text-muted">
              <RelativeTime atMs={row.atMs} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** Of syslog: 0 to 3 are errors, 4 is a warning. */
function urgencyOf(priority: number) {
  if (priority <= 3) return { Icon: CircleAlert, tone: "text-bad", word: "error" };
  if (priority === 4) return { Icon: TriangleAlert, tone: "text-warn", word: "warning" };
  return { Icon: Info, tone: "text-muted", word: "information" };
}

/** Lines have no number of their own, and two may be the same to the second. */
function withKeys(rows: readonly ClusterLogRow[]) {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const line = `${row.clusterId} ${row.atMs} ${row.node} ${row.message}`;
    const times = (seen.get(line) ?? 0) + 1;
    seen.set(line, times);
    return { key: `${line} ${times}`, row };
  });
}
