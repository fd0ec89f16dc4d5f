import "server-only";
import type { MaintenanceRow } from "@/lib/api/maintenance";
import type { Guest } from "@/lib/inventory/snapshot";
import type { Maintenance } from "@/prisma/generated/client";
import { countGuests, emptyWords } from "./maintenance-words";

export interface Standing {
  readonly stored: Maintenance;
  readonly counts: MaintenanceRow["counts"];
  /** Guests on the node by the newest reading. */
  readonly onNode: readonly Guest[];
}

/** One sentence or two: how a maintenance stands. */
export function summaryOf({ stored, counts, onNode }: Standing): string {
  return stored.endedAt === null ? activeSummary(stored, counts, onNode) : endedSummary(stored, counts);
}

function activeSummary(
  { node, evacuation }: Maintenance,
  counts: MaintenanceRow["counts"],
  onNode: readonly Guest[],
): string {
  const out = counts.moved + counts.shutDown;
  const todo = counts.waiting + counts.underWay;
  switch (evacuation) {
    case "running":
      return `${node} is being emptied: ${out} of ${counts.total} guests done, ${todo} to go.`;
    case "paused":
      return `The evacuation of ${node} is paused: ${out} of ${counts.total} guests done, ${todo} to go.`;
    case "cancelling":
      return `The evacuation of ${node} ends; what is under way is waited for.`;
    case "cancelled":
      return `The evacuation of ${node} was called off. ${countGuests(onNode.length)} on it.`;
    case "blocked":
      return `${node} is not empty: ${countGuests(counts.blocked)} cannot go. It goes on by itself when what is said of ${counts.blocked === 1 ? "it" : "them"} is mended.`;
    case "empty":
      return counts.appeared > 0
        ? `${node} was empty, and ${countGuests(counts.appeared)} came back to it or started on it since.`
        : emptyWords(node, onNode);
    default:
      return `${node} is in maintenance: nothing is sent to it. ${countGuests(onNode.length)} on it.`;
  }
}

function endedSummary({ node, home }: Maintenance, counts: MaintenanceRow["counts"]): string {
  switch (home) {
    case "running":
      return `The guests of ${node} come home: ${counts.home} are there, ${counts.away} are not.`;
    case "paused":
      return `The way home of the guests of ${node} is paused: ${counts.home} are there, ${counts.away} are not.`;
    case "cancelling":
      return `The way home of the guests of ${node} ends; what is under way is waited for.`;
    case "cancelled":
      return `The way home of the guests of ${node} was called off: ${counts.home} are there, ${counts.away} are not.`;
    case "partial":
      return `${countGuests(counts.home)} of ${node} came home, and ${countGuests(counts.away)} did not.`;
    case "done":
      return `All guests that left ${node} are home again.`;
    default:
      return counts.away > 0
        ? `The maintenance of ${node} has ended; ${countGuests(counts.away)} could come home.`
        : `The maintenance of ${node} has ended.`;
  }
}
