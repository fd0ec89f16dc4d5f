import "server-only";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { guestsOn } from "./guests-on";
import { countGuests } from "./maintenance-words";

/** What an operator should know of a node that is to be empty, besides its blockers. */
export function departureNotes(snapshot: Snapshot, node: string): readonly string[] {
  const found = snapshot.nodes.find(({ name }) => name === node);
  const notes: string[] = [];
  const managed = guestsOn(snapshot, node).filter(({ haState }) => haState !== null).length;
  const hasHa = snapshot.guests.some(({ haState }) => haState !== null);
  if (found?.haState === "maintenance")
    notes.push(
      `HA itself has ${node} in maintenance: it moves the guests that it manages, and brings them back when that ends. Only a shell on a node can end it: ha-manager crm-command node-maintenance disable ${node}.`,
    );
  else if (managed > 0 || hasHa)
    notes.push(
      `HA does not know of this maintenance. While ${node} is online, HA may bring guests back that its rules prefer there. To keep it from that, run on a node: ha-manager crm-command node-maintenance enable ${node}.`,
    );
  const templates = snapshot.guests.filter((guest) => guest.node === node && guest.template).length;
  if (templates > 0)
    notes.push(
      `${countGuests(templates).replace("guest", "template")} ${templates === 1 ? "stays" : "stay"}: templates run nowhere.`,
    );
  return notes;
}
