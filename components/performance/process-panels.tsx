import Link from "next/link";
import { Facts } from "@/components/values/facts";
import { Figure, Missing } from "@/components/values/figure";
import { Panel } from "@/components/values/panel";
import { RelativeTime } from "@/components/values/relative-time";
import type { PerformanceFigures } from "@/lib/api/performance";
import { cn } from "@/lib/client/class-names";
import { bytesQuantity, formatBytesOf } from "@/lib/client/format/format-bytes";
import { formatNumber } from "@/lib/client/format/format-count";
import { formatFraction, shareOf } from "@/lib/client/format/format-percent";

/** Memory and jobs of the process that answers. */
export function ProcessPanels({ figures }: { figures: PerformanceFigures }) {
  const { process, jobs, readingCache } = figures;
  const looks = readingCache.hits + readingCache.misses;
  return (
    <>
      <Panel title="This process">
        <Facts
          facts={[
            ["Memory", <Figure key="memory" quantity={bytesQuantity(process.residentBytes)} />],
            [
              "Heap",
              <span key="heap" className="figure">
                {formatBytesOf(process.heapUsedBytes, process.heapLimitBytes)}
              </span>,
            ],
            ["Started", <RelativeTime key="started" atMs={process.startedAtMs} />],
            [
              "Node.js",
              <span key="node" className="figure">
                {process.nodeVersion}
              </span>,
            ],
            [
              "Readings at hand",
              looks === 0 ? (
                <Missing key="cache" reason="Nobody has looked yet" />
              ) : (
                <span key="cache" className="figure" title={`${readingCache.hits} of ${looks} looks`}>
                  {formatFraction(shareOf(readingCache.hits, looks))}
                </span>
              ),
            ],
          ]}
        />
      </Panel>
      <Panel
        title="Jobs"
        aside={
          <Link href="/jobs" className="text-accent hover:underline">
            All jobs
          </Link>
        }
      >
        <Facts
          missing="An Inngest server runs the jobs and knows"
          facts={[
            ["Run by", jobs.runner === "embedded" ? "this server" : (jobs.serverUrl ?? "an Inngest server")],
            ["Waiting", number("waiting", jobs.queueDepth)],
            ["Workers", number("workers", jobs.workers)],
            ["Runs in the last hour", number("runs", jobs.runner === "embedded" ? jobs.runsLastHour : null)],
            [
              "Failed in the last hour",
              number(
                "failed",
                jobs.runner === "embedded" ? jobs.failuresLastHour : null,
                jobs.failuresLastHour > 0,
              ),
            ],
          ]}
        />
      </Panel>
    </>
  );
}

function number(key: string, value: number | null, isBad = false) {
  if (value === null) return null;
  return (
    <span key={key} className={cn("figure", isBad && "text-bad")}>
      {formatNumber(value)}
    </span>
  );
}
