"use client";

import { Box } from "lucide-react";
import { useCallback, useDeferredValue, useMemo, useRef, useState } from "react";
import { LazyMoveDialog } from "@/components/moves/lazy-move-dialog";
import type { MoveRequest } from "@/components/moves/move-dialog";
import { BulkPower } from "@/components/power/bulk-power";
import { EmptyState } from "@/components/values/states";
import type { GuestRow } from "@/lib/api/guests";
import { filterWords } from "@/lib/client/filter/filter-words";
import { knownValues } from "@/lib/client/filter/known-values";
import { matchesGuest } from "@/lib/client/filter/match-guest";
import { parseFilter } from "@/lib/client/filter/parse-filter";
import { countOf } from "@/lib/client/format/format-count";
import { freezeOrder } from "@/lib/client/guests/freeze-order";
import {
  type GuestGrouping,
  groupGuests,
  guestKey,
  parseGuestGrouping,
} from "@/lib/client/guests/group-guests";
import { GUEST_COLUMNS, type GuestColumnKey } from "@/lib/client/guests/guest-columns";
import { guestSortText, parseGuestSort, sortGuests } from "@/lib/client/guests/sort-guests";
import { useChosenGuests } from "@/lib/client/guests/use-chosen-guests";
import { useClusters, useGuests } from "@/lib/client/state/initial-rows";
import { useClusterNames } from "@/lib/client/state/use-cluster-names";
import { usePhone } from "@/lib/client/state/use-phone";
import { useRemembered } from "@/lib/client/state/use-remembered";
import { useScope } from "@/lib/client/state/use-scope";
import { useSearchState } from "@/lib/client/state/use-search-state";
import { useSearchText } from "@/lib/client/state/use-search-text";
import { GuestCards } from "./guest-cards";
import { GuestPrint } from "./guest-print";
import { GuestSheet } from "./guest-sheet";
import { GuestTable } from "./guest-table";
import { GuestToolbar } from "./guest-toolbar";

interface Frozen {
  /** What the order was made for; another question lets it go. */
  readonly question: string;
  readonly keys: readonly string[];
}

export function GuestsPage() {
  const [parameters, change] = useSearchState();
  const scope = useScope();
  const clusters = useClusters();
  const guests = useGuests();
  const phone = usePhone();
  const [remembered, remember] = useRemembered("guests.hidden-columns", "");
  // A link may say which columns its view leaves out.
  const hidden = parameters.get("hide") ?? remembered;
  const [frozen, setFrozen] = useState<Frozen | null>(null);
  const [move, setMove] = useState<MoveRequest | null>(null);

  const [filterText, setFilterText] = useSearchText("filter");
  const sortText = parameters.get("sort");
  const groupText = parameters.get("group");
  const deferredFilter = useDeferredValue(filterText);
  const filter = useMemo(() => parseFilter(deferredFilter), [deferredFilter]);
  const sort = useMemo(() => parseGuestSort(sortText), [sortText]);
  const grouping = parseGuestGrouping(groupText);
  const clusterNames = useClusterNames(clusters);

  const inScope = useMemo(
    () => (scope.ids === null ? guests : guests.filter(({ clusterId }) => scope.has(clusterId))),
    [guests, scope],
  );
  const matching = useMemo(
    () =>
      filter.terms.length === 0
        ? inScope
        : inScope.filter((guest) =>
            matchesGuest(guest, filter.terms, clusterNames.get(guest.clusterId) ?? ""),
          ),
    [inScope, filter, clusterNames],
  );
  const wanted = useMemo(() => groupGuests(sortGuests(matching, sort), grouping), [matching, sort, grouping]);
  const question = [deferredFilter, sortText, groupText, scope.text].join("|");
  const { lines, moved } = useMemo(() => {
    if (frozen === null || frozen.question !== question) return { lines: wanted, moved: 0 };
    const { order, moved } = freezeOrder(
      frozen.keys,
      wanted.map(({ key }) => key),
    );
    const byKey = new Map(wanted.map((line) => [line.key, line]));
    return { lines: order.flatMap((key) => byKey.get(key) ?? []), moved };
  }, [wanted, frozen, question]);

  const columns = useMemo(() => {
    const off = new Set(hidden.split(","));
    return GUEST_COLUMNS.filter(({ key }) => !off.has(key));
  }, [hidden]);

  // What is above the table asks for the guests of now, and is not made anew with each reading.
  const completed = useRef({ inScope, clusterNames });
  completed.current = { inScope, clusterNames };
  const known = useCallback(
    (field: string) => knownValues(field, completed.current.inScope, completed.current.clusterNames.values()),
    [],
  );
  const open = useCallback((guest: GuestRow) => change({ guest: guestKey(guest) }, "push"), [change]);
  const askMove = useCallback(
    (guest: GuestRow) => setMove({ guest, target: null, recommendationId: null }),
    [],
  );
  const openKey = parameters.get("guest");
  const opened = openKey ? (guests.find((guest) => guestKey(guest) === openKey) ?? null) : null;

  const hides = parameters.has("hide");
  const setHidden = useCallback(
    (columns: string) => {
      remember(columns);
      if (hides) change({ hide: null });
    },
    [remember, hides, change],
  );
  const sortBy = useCallback(
    (key: GuestColumnKey) => {
      const column = GUEST_COLUMNS.find((candidate) => candidate.key === key);
      const descending = sort.key === key ? !sort.descending : (column?.descendingFirst ?? false);
      change({ sort: guestSortText({ key, descending }) });
    },
    [sort, change],
  );
  const groupBy = useCallback(
    (group: GuestGrouping) => change({ group: group === "none" ? null : group }),
    [change],
  );

  const chosen = useChosenGuests(inScope);
  const hiddenChosen = useMemo(() => {
    if (chosen.guests.length === 0) return 0;
    const shown = new Set(matching);
    return chosen.guests.filter((guest) => !shown.has(guest)).length;
  }, [chosen.guests, matching]);

  const several = (scope.ids?.size ?? clusters.length) > 1;
  const shared = {
    lines,
    onOpen: open,
    chosen: chosen.keys,
    onChoose: chosen.choose,
    clusterNameOf: (guest: GuestRow) => (several ? (clusterNames.get(guest.clusterId) ?? "") : null),
  };

  return (
    <GuestPrint
      lines={lines}
      columns={columns}
      clusters={clusters.filter(({ id }) => scope.has(id))}
      filter={filterWords(filter.terms)}
      clusterNameOf={shared.clusterNameOf}
    >
      <div className="flex h-[calc(100dvh-10rem)] min-h-96 flex-col gap-2 md:h-[calc(100dvh-5rem)]">
        <div className="flex items-baseline gap-3">
          <h1 className="font-semibold text-xl">Guests</h1>
          <p role="status" className="text-muted">
            {matching.length === inScope.length
              ? countOf(inScope.length, "guest")
              : `${matching.length} of ${countOf(inScope.length, "guest")}`}
            {moved > 0 ? ` · order held, ${countOf(moved, "row")} would move` : ""}
          </p>
        </div>
        <GuestToolbar
          filterText={filterText}
          filter={filter}
          grouping={grouping}
          sort={sort}
          known={known}
          hidden={hidden}
          onFilter={setFilterText}
          onGroup={groupBy}
          onSort={sortBy}
          onHidden={setHidden}
        />
        {lines.length === 0 ? (
          <div className="panel">
            <EmptyState
              Icon={Box}
              title={inScope.length === 0 ? "No guests yet" : "No guest meets this filter"}
            >
              {inScope.length === 0
                ? "Virtual machines and containers appear with the first reading of a cluster."
                : "Take a term away, or look at what each field means behind the question mark."}
            </EmptyState>
          </div>
        ) : phone ? (
          <GuestCards {...shared} />
        ) : (
          <GuestTable
            {...shared}
            columns={columns}
            sort={sort}
            onSort={sortBy}
            onMove={askMove}
            onPointer={(over) => setFrozen(over ? { question, keys: lines.map(({ key }) => key) } : null)}
          />
        )}
        <BulkPower guests={chosen.guests} hidden={hiddenChosen} onClear={chosen.clear} />
        <GuestSheet
          openKey={openKey}
          guest={opened}
          clusterName={opened ? (clusterNames.get(opened.clusterId) ?? "") : ""}
          onClose={() => change({ guest: null, range: null })}
        />
        <LazyMoveDialog request={move} onClose={() => setMove(null)} />
      </div>
    </GuestPrint>
  );
}
