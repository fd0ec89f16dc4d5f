"use client";

import { Columns3 } from "lucide-react";
import { memo } from "react";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { Select } from "@/components/ui/select";
import { ViewMenu } from "@/components/views/view-menu";
import type { FilterValues } from "@/lib/client/filter/complete-filter";
import type { ParsedFilter } from "@/lib/client/filter/filter-term";
import { GUEST_GROUPINGS, type GuestGrouping, parseGuestGrouping } from "@/lib/client/guests/group-guests";
import { GUEST_COLUMNS, type GuestColumnKey } from "@/lib/client/guests/guest-columns";
import type { GuestSort } from "@/lib/client/guests/sort-guests";
import { FilterBox } from "./filter-box";
import { FilterChips } from "./filter-chips";

interface GuestToolbarProps {
  filterText: string;
  filter: ParsedFilter;
  grouping: GuestGrouping;
  sort: GuestSort;
  known: FilterValues;
  /** Hidden columns, comma-separated. */
  hidden: string;
  onFilter: (text: string) => void;
  onGroup: (grouping: GuestGrouping) => void;
  onSort: (key: GuestColumnKey) => void;
  onHidden: (hidden: string) => void;
}

const GROUP_TITLES = { none: "No groups", node: "By node", pool: "By pool", tag: "By tag" } as const;

/** What is above the table; a reading changes nothing of it. */
export const GuestToolbar = memo(function GuestToolbar(props: GuestToolbarProps) {
  const { filterText, filter, grouping, sort, known, onFilter, onGroup, onSort } = props;

  return (
    <>
      <div className="flex flex-wrap items-center gap-2">
        <FilterBox value={filterText} onChange={onFilter} known={known} />

        <Select
          aria-label="Sort by"
          value={sort.key}
          onChange={(event) => onSort(event.target.value as GuestColumnKey)}
          className="w-32 md:hidden"
        >
          {GUEST_COLUMNS.filter(({ key }) => key !== "marks").map(({ key, title }) => (
            <option key={key} value={key}>
              {title}
            </option>
          ))}
        </Select>

        <Select
          aria-label="Group"
          value={grouping}
          onChange={(event) => onGroup(parseGuestGrouping(event.target.value))}
          className="w-32"
        >
          {GUEST_GROUPINGS.map((option) => (
            <option key={option} value={option}>
              {GROUP_TITLES[option]}
            </option>
          ))}
        </Select>

        <ViewMenu page="guests" hidden={props.hidden} onHidden={props.onHidden} />
        <ColumnMenu hidden={props.hidden} onHidden={props.onHidden} />
      </div>
      <FilterChips filter={filter} onRemove={(text) => onFilter(withoutTerm(filterText, text))} />
    </>
  );
});

function ColumnMenu({ hidden, onHidden }: Pick<GuestToolbarProps, "hidden" | "onHidden">) {
  const off = new Set(hidden.split(",").filter(Boolean));
  function toggle(key: string, shown: boolean) {
    const next = new Set(off);
    if (shown) next.delete(key);
    else next.add(key);
    onHidden([...next].join(","));
  }
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button className="hidden md:inline-flex">
          <Columns3 /> Columns
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {GUEST_COLUMNS.filter(({ hideable }) => hideable).map(({ key, title }) => (
          <DropdownMenuCheckboxItem
            key={key}
            checked={!off.has(key)}
            onCheckedChange={(shown) => toggle(key, shown === true)}
            onSelect={(event) => event.preventDefault()}
          >
            {title}
          </DropdownMenuCheckboxItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}

function withoutTerm(text: string, term: string): string {
  const at = text.indexOf(term);
  if (at === -1) return text;
  return `${text.slice(0, at)}${text.slice(at + term.length)}`.replace(/\s+/g, " ").trim();
}
