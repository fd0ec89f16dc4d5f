import { readFile } from "node:fs/promises";
import path from "node:path";
import { describeIssues } from "@/lib/inventory/scenario/parse-scenario";
import type { Scenario } from "@/lib/inventory/scenario/scenario";
import { ScenarioError } from "@/lib/inventory/scenario/scenario-error";
import { type ScenarioGuest, tracePoints } from "@/lib/inventory/scenario/scenario-guest";

/**
 * Replaces the files that loads name by their points.
 *
 * @param folder where the scenario's file is; names are relative to it
 * @throws ScenarioError for a file that cannot be read or is no list of points
 */
export async function loadTraces(scenario: Scenario, folder: string): Promise<Scenario> {
  const guests = await Promise.all(
    scenario.guests.map((guest, index) => loadTrace(guest, folder, `guests[${index}].load.file`)),
  );
  return { ...scenario, guests };
}

async function loadTrace(guest: ScenarioGuest, folder: string, where: string): Promise<ScenarioGuest> {
  const { load } = guest;
  if (load.kind !== "trace" || load.file === undefined) return guest;

  const file = path.resolve(folder, load.file);
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ScenarioError([{ path: where, message: `The trace cannot be read: ${reason}.` }]);
  }
  const points = tracePoints.safeParse(value);
  if (!points.success) {
    throw new ScenarioError(
      describeIssues(points.error).map((issue) => ({
        path: where,
        message: `In ${load.file}: ${issue.path} ${issue.message}`,
      })),
    );
  }
  return { ...guest, load: { kind: "trace", points: points.data } };
}
