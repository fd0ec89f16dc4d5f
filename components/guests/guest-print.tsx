"use client";

import type { ReactNode } from "react";
import type { ClusterRow } from "@/lib/api/clusters";
import type { GuestRow } from "@/lib/api/guests";
import { sumOf } from "@/lib/client/filter/match-guest";
import { formatBytesOf } from "@/lib/client/format/format-bytes";
import { countOf, formatNumber } from "@/lib/client/format/format-count";
import { formatShortDuration } from "@/lib/client/format/format-duration";
import { fractionQuantity } from "@/lib/client/format/format-percent";
import { networkQuantity, rateQuantity } from "@/lib/client/format/format-rate";
import { formatExact } from "@/lib/client/format/format-time";
import { quantityText } from "@/lib/client/format/quantity";
import type { GuestLine } from "@/lib/client/guests/group-guests";
import type { GuestColumn, GuestColumnKey } from "@/lib/client/guests/guest-columns";
import { usePrinting } from "@/lib/client/state/use-printing";

/** More than this is a heap of paper that nobody reads. */
const MOST_ROWS = 2_000;

interface GuestPrintProps {
  lines: readonly GuestLine[];
  columns: readonly GuestColumn[];
  /** The clusters that are looked at. */
  clusters: readonly ClusterRow[];
  /** The filter in words; null without one. */
  filter: string | null;
  clusterNameOf: (guest: GuestRow) => string | null;
}

/** The page on paper is its table, every row of it and not only those in view. */
export function GuestPrint({ children, ...paper }: GuestPrintProps & { readonly children: ReactNode }) {
  const printing = usePrinting();
  return (
    <>
      <div className={printing ? "print:hidden" : undefined}>{children}</div>
      {printing ? <GuestPaper {...paper} /> : null}
    </>
  );
}

function GuestPaper({ lines, columns, clusters, filter, clusterNameOf }: GuestPrintProps) {
  const total = lines.filter(({ kind }) => kind === "guest").length;
  const shown = firstGuests(lines, MOST_ROWS);
  return (
    <section aria-label="Guests on paper" className="hidden text-xs [page:wide] print:block">
      <h1 className="font-semibold text-lg">
        Evenkeel: guests of {clusters.map(({ name }) => name).join(", ")}
      </h1>
      <p>{readingTimes(clusters)}</p>
      <p>
        {filter === null ? "All guests" : `Filter: ${filter}`}. {countOf(total, "guest")}.
        {total > MOST_ROWS ? (
          <strong> Only the first {formatNumber(MOST_ROWS)} are printed; filter for the others.</strong>
        ) : null}
      </p>
      <table className="mt-2 w-full border-collapse tabular-nums">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={cellClass(column, "border-b font-semibold")}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((line) => (
            <PaperRow key={line.key} line={line} columns={columns} clusterNameOf={clusterNameOf} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface PaperRowProps extends Pick<GuestPrintProps, "columns" | "clusterNameOf"> {
  line: GuestLine;
}

function PaperRow({ line, columns, clusterNameOf }: PaperRowProps) {
  if (line.kind === "group") {
    return (
      <tr>
        <th scope="rowgroup" colSpan={columns.length} className="border-line border-b pt-2 text-left">
          {line.title} <span className="font-normal">{countOf(line.guests, "guest")}</span>
        </th>
      </tr>
    );
  }
  const { guest } = line;
  return (
    <tr>
      {columns.map((column) => (
        <td key={column.key} className={cellClass(column, "border-b")}>
          {TEXTS[column.key](guest, clusterNameOf(guest))}
        </td>
      ))}
    </tr>
  );
}

function cellClass({ key, right }: GuestColumn, rest: string): string {
  const breaks = key === "tags" || key === "name" || key === "marks" ? "break-words" : "whitespace-nowrap";
  return `border-line px-1 py-px align-top ${breaks} ${right ? "text-right" : "text-left"} ${rest}`;
}

const TEXTS: Readonly<Record<GuestColumnKey, (guest: GuestRow, clusterName: string | null) => string>> = {
  state: ({ template, status }) => (template ? "template" : status),
  vmid: ({ vmid }) => String(vmid),
  name: ({ name, kind }) => `${name ?? "unnamed"}${kind === "lxc" ? " (CT)" : ""}`,
  node: ({ node }, clusterName) => (clusterName ? `${clusterName} / ${node}` : node),
  cpu: ({ cpuFraction }) => quantityText(fractionQuantity(cpuFraction)),
  memory: ({ memoryUsedBytes, memoryTotalBytes }) => formatBytesOf(memoryUsedBytes, memoryTotalBytes),
  io: (guest) =>
    quantityText(rateQuantity(sumOf(guest.diskReadBytesPerSecond, guest.diskWriteBytesPerSecond))),
  net: (guest) => quantityText(networkQuantity(sumOf(guest.netInBytesPerSecond, guest.netOutBytesPerSecond))),
  uptime: ({ uptimeSeconds }) => (uptimeSeconds ? formatShortDuration(uptimeSeconds) : "–"),
  tags: ({ tags }) => tags.join(" "),
  marks: (guest) =>
    [
      guest.lock ? `locked: ${guest.lock}` : null,
      guest.haState ? `HA: ${guest.haState}` : null,
      guest.passthrough ? "passed-through device" : null,
    ]
      .filter(Boolean)
      .join(", "),
};

function readingTimes(clusters: readonly ClusterRow[]): string {
  const [first] = clusters;
  if (clusters.length === 1) return `Read ${formatExact(first?.readAtMs)}.`;
  return `${clusters.map(({ name, readAtMs }) => `${name} read ${formatExact(readAtMs)}`).join("; ")}.`;
}

function firstGuests(lines: readonly GuestLine[], most: number): readonly GuestLine[] {
  let guests = 0;
  return lines.filter(({ kind }) => {
    if (kind === "guest") guests += 1;
    return guests <= most;
  });
}
