import { Facts } from "@/components/values/facts";
import { Figure, Missing } from "@/components/values/figure";
import { Meter } from "@/components/values/meter";
import { Panel } from "@/components/values/panel";
import { RelativeTime } from "@/components/values/relative-time";
import type { DatabaseFigures } from "@/lib/api/performance";
import { bytesQuantity, formatBytes } from "@/lib/client/format/format-bytes";
import { countOf } from "@/lib/client/format/format-count";
import { shareOf } from "@/lib/client/format/format-percent";

type Table = DatabaseFigures["tables"][number];

/** How large the database is, what it gains a day and where its samples are. */
export function DatabasePanel({ database }: { database: DatabaseFigures }) {
  const { bytes, growthBytesPerDay, tables } = database;
  const samples = tables.reduce((total, table) => total + table.bytes, 0);
  return (
    <Panel title="Database">
      <Facts
        facts={[
          ["Size", <Figure key="size" quantity={bytesQuantity(bytes)} />],
          ["Of it samples", <Figure key="samples" quantity={bytesQuantity(samples)} />],
          [
            "Grows by",
            growthBytesPerDay === null ? (
              <Missing key="growth" reason="Known after the first complete day" />
            ) : (
              <span key="growth">
                <Figure quantity={bytesQuantity(growthBytesPerDay)} />{" "}
                <span className="text-muted">a day</span>
              </span>
            ),
          ],
        ]}
      />
      <ul className="mt-3 divide-y divide-line border-line border-t">
        {tables.map((table) => (
          <TableItem
            key={table.table}
            table={table}
            share={shareOf(table.bytes, bytes)}
            database={database}
          />
        ))}
      </ul>
    </Panel>
  );
}

function TableItem({
  table,
  share,
  database,
}: {
  table: Table;
  share: number | null;
  database: DatabaseFigures;
}) {
  const { title, kept } = wordsFor(table.table, database.retention);
  return (
    <li className="py-2">
      <div className="flex items-baseline justify-between gap-2">
        <span className="font-medium">{title}</span>
        <span className="figure whitespace-nowrap text-sm">{formatBytes(table.bytes)}</span>
      </div>
      <Meter kind="disk" fraction={share} className="my-1" />
      <p className="text-muted text-sm">
        {kept}. {countOf(Math.round(table.rows), "row")} in {countOf(table.partitions, "partition")}
        {table.oldestMs === null ? "" : ", back to "}
        {table.oldestMs === null ? null : <RelativeTime atMs={table.oldestMs} />}
      </p>
    </li>
  );
}

function wordsFor(table: Table["table"], retention: DatabaseFigures["retention"]) {
  const { tenSecondHours, minuteDays, hourMonths } = retention;
  switch (table) {
    case "recent_sample":
      return {
        title: "Every reading",
        kept: `Kept for ${countOf(tenSecondHours, "hour")}, not after a crash`,
      };
    case "minute_sample":
      return { title: "Newest minutes", kept: "Until their hour is packed" };
    case "minute_block":
      return { title: "Minutes, packed by the hour", kept: `Kept for ${countOf(minuteDays, "day")}` };
    case "hour_block":
      return { title: "Hours, packed by the day", kept: `Kept for ${countOf(hourMonths, "month")}` };
  }
}
