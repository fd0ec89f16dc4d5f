"use client";

import { Panel } from "@/components/values/panel";
import type { GuestChoice, MaintenanceDetail, MaintenanceGuestState } from "@/lib/api/maintenance";
import { countOf } from "@/lib/client/format/format-count";
import { messageOf } from "@/lib/client/http/api-error";
import { guestGroups } from "@/lib/client/maintenance/maintenance-progress";
import { CHOICE_WORDS } from "@/lib/client/maintenance/maintenance-words";
import { changeMaintenance } from "@/lib/client/maintenance/use-maintenance";
import { useActiveMoves } from "@/lib/client/moves/use-active-moves";
import { notify } from "@/lib/client/state/notices";
import { useViewer } from "@/lib/client/state/viewer-context";
import { MaintenanceGuestItem } from "./maintenance-guest-item";

/** Guests for which something else can still be chosen. */
const CHANGEABLE: ReadonlySet<MaintenanceGuestState> = new Set(["waiting", "blocked", "appeared", "left"]);

interface GuestGroupsProps {
  detail: MaintenanceDetail;
  reread: () => Promise<unknown>;
}

/** Every guest that was on the node, by how far it is. */
export function GuestGroups({ detail, reread }: GuestGroupsProps) {
  const refusal = useViewer().refusal("operator");
  const { moves } = useActiveMoves();
  const moveById = new Map(moves.map((move) => [move.id, move]));
  const groups = guestGroups(detail);
  const mayChoose = refusal === null && detail.active && detail.evacuation !== "none";

  async function choose(vmid: number, choice: GuestChoice) {
    try {
      await changeMaintenance(detail.id, { choices: [{ vmid, action: choice }] });
      notify(`Guest ${vmid}: ${CHOICE_WORDS[choice].toLowerCase()}`, { detail: "It counts from now on." });
    } catch (problem) {
      notify("The choice was not changed", { tone: "bad", detail: messageOf(problem) });
    }
    await reread();
  }

  return (
    <Panel title="Guests" aside={countOf(detail.guests.length, "guest")} bodyClassName="p-0">
      {groups.length === 0 ? (
        <p className="px-4 py-3 text-muted">No guest was on {detail.node}.</p>
      ) : (
        groups.map(({ title, guests }) => (
          <section key={title} aria-label={title} className="border-line border-b last:border-b-0">
            <h3 className="flex justify-between gap-3 border-line border-b bg-bg px-4 py-1 text-muted text-sm">
              <span className="font-medium">{title}</span>
              <span className="figure">{guests.length}</span>
            </h3>
            <ul className="divide-y divide-line">
              {guests.map((guest) => (
                <MaintenanceGuestItem
                  key={guest.vmid}
                  clusterId={detail.clusterId}
                  guest={guest}
                  onChoose={
                    mayChoose && CHANGEABLE.has(guest.state)
                      ? (choice) => void choose(guest.vmid, choice)
                      : null
                  }
                  move={guest.moveId === null ? undefined : moveById.get(guest.moveId)}
                />
              ))}
            </ul>
          </section>
        ))
      )}
    </Panel>
  );
}
