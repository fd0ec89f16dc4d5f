"use client";

import { Button } from "@/components/ui/button";
import type { SeriesResponse } from "@/lib/api/series";
import { bandSentence } from "@/lib/client/format/band-words";
import { seriesCsv } from "@/lib/client/format/series-csv";
import { saveFile } from "@/lib/client/save-file";

interface ChartFooterProps {
  /** What the charts show; null while it is read. */
  series: SeriesResponse | null;
  /** Of what they show; names the file. */
  name: string;
}

/** How fine the charts are, how to look closer, and their figures as a file. */
export function ChartFooter({ series, name }: ChartFooterProps) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 text-muted text-sm print:hidden">
      <p>
        {series ? `${bandSentence(series)} ` : ""}
        Drag across a chart to look closer.
      </p>
      <div className="flex gap-1">
        <Button
          variant="ghost"
          disabled={series === null}
          onClick={() => series && saveFile(seriesCsv(series), { type: "text/csv", name: `${name}.csv` })}
        >
          CSV
        </Button>
        <Button
          variant="ghost"
          disabled={series === null}
          onClick={() =>
            series && saveFile(JSON.stringify(series), { type: "application/json", name: `${name}.json` })
          }
        >
          JSON
        </Button>
      </div>
    </div>
  );
}
