import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { KIND_CODE } from "@/lib/server/metrics/metric-layout";
import { readStoredMinutes } from "@/tests/support/restart/stored-minutes";

const MINUTE_MS = 60_000;

/** What is missing or doubled in the whole minutes of a cluster's objects; the newest reading says which those are. */
export async function findMissingMinutes(
  databaseUrl: string,
  clusterId: string,
  fromMs: number,
  untilMs: number,
): Promise<readonly string[]> {
  const snapshot = (await readSnapshot(clusterId))?.snapshot;
  if (!snapshot) return ["There is no reading of the cluster."];
  const { readings, doubled } = await readStoredMinutes(databaseUrl);
  const objects = [
    ...snapshot.nodes.map(({ objectId }) => `${KIND_CODE.node}/${objectId}`),
    ...snapshot.guests.map(({ objectId }) => `${KIND_CODE.guest}/${objectId}`),
    ...snapshot.storages.map(({ objectId }) => `${KIND_CODE.storage}/${objectId}`),
  ];
  const missing = objects.flatMap((object) =>
    minutesBetween(fromMs, untilMs)
      .filter((atMs) => !readings.has(`${object}/${atMs}`))
      .map((atMs) => `${object} lacks minute ${(atMs - fromMs) / MINUTE_MS}`),
  );
  return [...missing, ...doubled.map((name) => `${name} is there twice`)];
}

function minutesBetween(fromMs: number, untilMs: number): readonly number[] {
  return Array.from({ length: (untilMs - fromMs) / MINUTE_MS }, (_, index) => fromMs + index * MINUTE_MS);
}
