import "server-only";
import { migrationOptions } from "@/lib/planning/migration-options";
import { AppError } from "@/lib/server/http/app-error";
import { readReadyPlanningInput } from "./keep-planning-ready";
import { readGuestsUnderWay } from "./read-guests-under-way";

/**
 * Every node of its cluster as a place for one guest, best first; guests that are being moved count where they go, as in preflight.
 *
 * @throws AppError not_found for a guest that the newest reading does not have
 */
export async function readMigrationOptions(clusterId: string, vmid: number) {
  const input = await readReadyPlanningInput(clusterId);
  const options = migrationOptions(input, vmid, await readGuestsUnderWay(input.snapshot));
  if (!options) throw new AppError("not_found", `The cluster has no guest ${vmid}.`);
  return options;
}
