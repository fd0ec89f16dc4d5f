"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp } from "lucide-react";
import { memo, useEffect, useRef } from "react";
import { ScrollRegion } from "@/components/ui/scroll-region";
import type { GuestRow } from "@/lib/api/guests";
import type { MoveRow } from "@/lib/api/moves";
import { cn } from "@/lib/client/class-names";
import { countOf } from "@/lib/client/format/format-count";
import { type GuestLine, guestKey } from "@/lib/client/guests/group-guests";
import type { GuestColumn, GuestColumnKey } from "@/lib/client/guests/guest-columns";
import type { GuestSort } from "@/lib/client/guests/sort-guests";
import { movingKey, useMovingGuests } from "@/lib/client/moves/use-moving-guests";
import { useRowKeys } from "@/lib/client/state/use-row-keys";
import { useSparklines } from "@/lib/client/state/use-sparklines";
import { ChoiceBox } from "./choice-box";
import { GuestCell } from "./guest-cell";

interface GuestTableProps {
  lines: readonly GuestLine[];
  columns: readonly GuestColumn[];
  sort: GuestSort;
  clusterNameOf: (guest: GuestRow) => string | null;
  onSort: (key: GuestColumnKey) => void;
  onOpen: (guest: GuestRow) => void;
  onMove: (guest: GuestRow) => void;
  onPointer: (over: boolean) => void;
  /** Keys of the chosen guests. */
  chosen: ReadonlySet<string>;
  onChoose: (keys: readonly string[], on: boolean) => void;
}

const ROW_HEIGHT = 30;
const CHOICE_WIDTH = 30;
/** One function for good: another would have the place of every row found anew. */
const rowHeight = () => ROW_HEIGHT;

/** A real table of which only the rows in view exist; spacer rows stand for the rest. */
export function GuestTable({
  lines,
  columns,
  sort,
  clusterNameOf,
  onSort,
  onOpen,
  onMove,
  onPointer,
  chosen,
  onChoose,
}: GuestTableProps) {
  const moving = useMovingGuests();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: rowHeight,
    overscan: 6,
    initialRect: { width: 1_200, height: 700 },
  });
  const items = virtualizer.getVirtualItems();
  const visible = items.flatMap(({ index }) => {
    const line = lines[index];
    return line?.kind === "guest" ? [line.guest.objectId] : [];
  });
  const histories = useSparklines("guest", columns.some(({ key }) => key === "cpu") ? visible : []);
  const rowKeys = useRowKeys(scroller, (index) => virtualizer.scrollToIndex(index), lines.length);

  // The header hides what is scrolled under it; keep the focused row clear of it.
  useEffect(() => {
    if (scroller.current) scroller.current.style.scrollPaddingTop = `${ROW_HEIGHT + 2}px`;
  }, []);

  const before = items[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  return (
    <ScrollRegion
      ref={scroller}
      aria-label="Guests"
      onKeyDown={(event) => {
        rowKeys(event);
        const isPlain = !(event.ctrlKey || event.metaKey || event.altKey);
        const line = event.key === "x" && isPlain ? lineOf(event.target, lines) : null;
        if (line) onChoose([guestKey(line.guest)], !chosen.has(guestKey(line.guest)));
      }}
      className="panel min-h-40 flex-1 overflow-auto"
    >
      <table
        aria-label="Guests"
        aria-rowcount={lines.length + 1}
        className="w-full table-fixed border-separate border-spacing-0 text-sm"
        style={{ minWidth: columns.reduce((sum, { width }) => sum + width, CHOICE_WIDTH) }}
      >
        <colgroup>
          <col style={{ width: CHOICE_WIDTH }} />
          {columns.map(({ key, width }) => (
            <col key={key} style={key === "name" ? undefined : { width }} />
          ))}
        </colgroup>
        <thead className="sticky top-0 z-10 bg-surface">
          <tr aria-rowindex={1}>
            <th className="h-8 border-line border-b pl-3">
              <ChooseAll lines={lines} chosen={chosen} onChoose={onChoose} />
            </th>
            {columns.map((column) => (
              <SortHead key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody onPointerEnter={() => onPointer(true)} onPointerLeave={() => onPointer(false)}>
          <Spacer height={before} columns={columns.length + 1} />
          {items.map(({ index }) => {
            const line = lines[index];
            if (!line) return null;
            if (line.kind === "group")
              return <GroupRow key={line.key} line={line} index={index} columns={columns.length + 1} />;
            return (
              <TableRow
                key={line.key}
                index={index}
                columns={columns}
                guest={line.guest}
                clusterName={clusterNameOf(line.guest)}
                history={histories.get(line.guest.objectId) ?? null}
                moving={moving.get(movingKey(line.guest)) ?? null}
                chosen={chosen.has(guestKey(line.guest))}
                onChoose={onChoose}
                onOpen={onOpen}
                onMove={onMove}
              />
            );
          })}
          <Spacer height={after} columns={columns.length + 1} />
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function ChooseAll({ lines, chosen, onChoose }: Pick<GuestTableProps, "lines" | "chosen" | "onChoose">) {
  const all = () => lines.flatMap((line) => (line.kind === "guest" ? [guestKey(line.guest)] : []));
  // Nothing is looked through with each reading while nothing is chosen.
  const keys = chosen.size === 0 ? [] : all();
  const count = keys.filter((key) => chosen.has(key)).length;
  const some = count === 0 ? "none" : "some";
  return (
    <ChoiceBox
      label="Choose all guests of this list"
      state={count > 0 && count === keys.length ? "all" : some}
      onChoose={(on) => onChoose(all(), on)}
    />
  );
}

/** The guest in whose row something happened; null elsewhere. */
function lineOf(target: EventTarget, lines: readonly GuestLine[]) {
  const row = target instanceof HTMLElement ? target.closest<HTMLElement>("[data-index]") : null;
  const line = row ? lines[Number(row.dataset.index)] : undefined;
  return line?.kind === "guest" ? line : null;
}

interface TableRowProps {
  index: number;
  columns: readonly GuestColumn[];
  guest: GuestRow;
  clusterName: string | null;
  history: readonly (number | null)[] | null;
  moving: MoveRow | null;
  chosen: boolean;
  onChoose: (keys: readonly string[], on: boolean) => void;
  onOpen: (guest: GuestRow) => void;
  onMove: (guest: GuestRow) => void;
}

/** A guest; rendered when its row has changed, not with every reading. */
const TableRow = memo(function TableRow({ index, columns, chosen, onChoose, ...cell }: TableRowProps) {
  const { guest } = cell;
  return (
    <tr data-index={index} aria-rowindex={index + 2} className="group h-[30px] hover:bg-hover">
      <td className="h-[30px] border-line border-b pl-3">
        <ChoiceBox
          label={`Choose ${guest.name ?? guest.vmid}`}
          state={chosen ? "all" : "none"}
          onChoose={(on) => onChoose([guestKey(guest)], on)}
        />
      </td>
      {columns.map((column) => (
        <td
          key={column.key}
          className={
            column.right
              ? "h-[30px] border-line border-b px-2 text-right last:pr-4"
              : "h-[30px] border-line border-b px-2 last:pr-4"
          }
        >
          <GuestCell column={column.key} {...cell} />
        </td>
      ))}
    </tr>
  );
});

interface SortHeadProps {
  column: GuestColumn;
  sort: GuestSort;
  onSort: (key: GuestColumnKey) => void;
}

function SortHead({ column, sort, onSort }: SortHeadProps) {
  const sorted = sort.key === column.key;
  const Icon = sort.descending ? ArrowDown : ArrowUp;
  const direction = sort.descending ? "descending" : "ascending";
  return (
    <th
      scope="col"
      aria-sort={sorted ? direction : "none"}
      className={cn(
        "h-8 border-line border-b px-2 font-medium text-muted last:pr-4",
        column.right ? "text-right" : "text-left",
      )}
    >
      <button
        type="button"
        onClick={() => onSort(column.key)}
        className={cn("inline-flex items-center gap-1 hover:text-fg", sorted && "text-fg")}
      >
        {column.title}
        {sorted ? <Icon aria-hidden className="size-3" /> : null}
      </button>
    </th>
  );
}

function GroupRow({
  line,
  index,
  columns,
}: {
  line: Extract<GuestLine, { kind: "group" }>;
  index: number;
  columns: number;
}) {
  return (
    <tr data-index={index} aria-rowindex={index + 2}>
      <th
        scope="rowgroup"
        colSpan={columns}
        className="h-[30px] border-line border-b bg-bg px-4 text-left font-semibold"
      >
        {line.title}{" "}
        <span className="font-normal text-muted">
          {countOf(line.guests, "guest")}, {line.running} running
        </span>
      </th>
    </tr>
  );
}

function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden>
      <td colSpan={columns} style={{ height, padding: 0 }} />
    </tr>
  );
}
