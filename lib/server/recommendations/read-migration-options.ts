import "server-only";
import { migrationOptions } from "@/lib/planning/migration-options";
import { AppError } from "@/lib/server/http/app-error";
import { readPlanningInput } from "./read-planning-input";

/**
 * Every node of its cluster as a place for one guest, best first.
 *
 * @throws AppError not_found for a guest that the newest reading does not have
 */
export async function readMigrationOptions(clusterId: string, vmid: number) {
  const options = migrationOptions(await readPlanningInput(clusterId), vmid);
  if (!options) throw new AppError("not_found", `The cluster has no guest ${vmid}.`);
  return options;
}
