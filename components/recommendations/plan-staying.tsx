"use client";

import { ChevronDown } from "lucide-react";
import { SearchField } from "@/components/ui/search-field";
import { Panel } from "@/components/values/panel";
import type { PlanView } from "@/lib/api/recommendations";
import { countOf } from "@/lib/client/format/format-count";
import { type StayingGroup, stayingGroups } from "@/lib/client/recommendations/staying-groups";
import { useSearchText } from "@/lib/client/state/use-search-text";
import { GuestName } from "./guest-name";

/** A first group of at most so many is shown at once. */
const FEW = 12;

interface PlanStayingProps {
  clusterId: string;
  plan: PlanView;
  names: ReadonlyMap<number, string>;
}

/** Answers "why not?": the guests that stay on a node from which something should go, by reason. */
export function PlanStaying({ clusterId, plan, names }: PlanStayingProps) {
  const [search, setSearch] = useSearchText("search");
  if (plan.notMoved.length === 0) return null;
  const nameOf = (vmid: number) => names.get(vmid) ?? null;
  const groups = stayingGroups(plan.notMoved, nameOf, search);
  return (
    <Panel title="Why not the others?" aside={countOf(plan.notMoved.length, "guest stays", "guests stay")}>
      <SearchField
        label="Search among the guests that stay"
        placeholder="Name, number or reason"
        className="mb-2 max-w-80"
        value={search}
        onSearch={setSearch}
      />
      {groups.length === 0 ? (
        <p role="status" className="py-2 text-muted">
          No guest that stays is like that.
        </p>
      ) : null}
      {groups.map((group, index) => (
        <StayingList
          key={group.reason}
          clusterId={clusterId}
          group={group}
          nameOf={nameOf}
          open={search !== "" || (index === 0 && group.guests.length <= FEW)}
        />
      ))}
    </Panel>
  );
}

interface StayingListProps {
  clusterId: string;
  group: StayingGroup;
  nameOf: (vmid: number) => string | null;
  open: boolean;
}

function StayingList({ clusterId, group, nameOf, open }: StayingListProps) {
  return (
    <details open={open} className="group border-line border-t first-of-type:border-t-0">
      <summary className="flex cursor-pointer list-none items-center gap-2 py-1.5 [&::-webkit-details-marker]:hidden">
        <ChevronDown
          aria-hidden
          className="-rotate-90 size-4 shrink-0 text-muted transition-transform duration-150 group-open:rotate-0"
        />
        <span className="font-medium">{group.title}</span>
        <span className="figure text-muted text-sm">{group.guests.length}</span>
      </summary>
      <ul className="pb-2 pl-6">
        {group.guests.map(({ vmid, detail }) => (
          <li
            key={vmid}
            className="grid gap-x-4 py-1 text-sm sm:grid-cols-[minmax(9rem,14rem)_minmax(0,1fr)]"
          >
            <GuestName clusterId={clusterId} vmid={vmid} name={nameOf(vmid)} />
            <span className="text-muted">{detail}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
