import "server-only";
import type { ReadingProblem, Snapshot } from "@/lib/inventory/snapshot";
import { parseRecording } from "@/lib/server/proxmox/parse-recording";
import { type PlaybackTransport, playbackTransport } from "@/lib/server/proxmox/playback-transport";
import { PveError } from "@/lib/server/proxmox/pve-error";
import { readRows } from "./normalise/field-reader";
import { normaliseGuestPoint, normaliseNodePoint, normaliseStoragePoint } from "./normalise/normalise-rrd";
import { Problems } from "./normalise/problems";
import { readCluster } from "./read-cluster";
import { type RrdObject, rrdObjects, TIMEFRAMES } from "./rrd-requests";

export interface PlayedRecording {
  readonly snapshot: Snapshot | null;
  readonly read: {
    readonly nodes: number;
    readonly guests: number;
    readonly storages: number;
    readonly tasks: number;
    /** Rows of history. */
    readonly points: number;
  };
  readonly problems: readonly ReadingProblem[];
}

const CLUSTER_ID = "00000000-0000-4000-8000-000000000000";
/** Recordings are read as of a fixed moment, so that the same recording gives the same snapshot. */
const READ_AT_MS = 0;

/** Runs the client and the collection over a recording as if it were the cluster. Odd input becomes problems. */
export async function playRecording(text: string): Promise<PlayedRecording> {
  const { calls, problems } = parseRecording(text);
  const transport = playbackTransport(calls);
  const reading = await readPlayed(transport);
  const history = new Problems();
  const points = reading.snapshot ? await countPoints(transport, reading.snapshot, history) : 0;
  const { snapshot } = reading;
  return {
    snapshot,
    read: {
      nodes: snapshot?.nodes.length ?? 0,
      guests: snapshot?.guests.length ?? 0,
      storages: snapshot?.storages.length ?? 0,
      tasks: snapshot?.tasks.length ?? 0,
      points,
    },
    problems: [...problems, ...reading.problems, ...history.list()],
  };
}

async function readPlayed(
  transport: PlaybackTransport,
): Promise<{ readonly snapshot: Snapshot | null; readonly problems: readonly ReadingProblem[] }> {
  try {
    const { snapshot } = await readCluster({
      clusterId: CLUSTER_ID,
      transport,
      previous: null,
      readAtMs: READ_AT_MS,
      detailsTimeoutMs: 600_000,
      knownNodes: nodesIn(transport.paths),
      everything: true,
    });
    return { snapshot: withoutUnrecorded(snapshot), problems: snapshot.problems };
  } catch (error) {
    if (!(error instanceof PveError)) throw error;
    return { snapshot: null, problems: [{ path: "/cluster/resources", what: error.message }] };
  }
}

/** That a call was not recorded says nothing of the cluster. */
function withoutUnrecorded(snapshot: Snapshot): Snapshot {
  return {
    ...snapshot,
    parts: snapshot.parts.filter(({ error }) => !/ was not recorded\.$/.test(error ?? "")),
  };
}

async function countPoints(
  transport: PlaybackTransport,
  snapshot: Snapshot,
  problems: Problems,
): Promise<number> {
  let points = 0;
  for (const object of withRecorded(rrdObjects(snapshot), transport.paths)) {
    for (const timeframe of TIMEFRAMES) {
      const request = { method: "GET", path: object.path, params: { timeframe, cf: "AVERAGE" } } as const;
      if (!transport.has(request)) continue;
      const path = `${object.path}?timeframe=${timeframe}`;
      try {
        const { data } = await transport.request(request);
        points += readRows(data, path, problems).filter((row) => readPoint(object, row) !== null).length;
      } catch (error) {
        if (!(error instanceof PveError)) throw error;
        problems.add(path, error.message);
      }
    }
  }
  return points;
}

function readPoint(
  { kind, guestKind }: RrdObject,
  row: Parameters<typeof normaliseNodePoint>[0],
): object | null {
  if (kind === "node") return normaliseNodePoint(row);
  if (kind === "storage") return normaliseStoragePoint(row);
  return normaliseGuestPoint(row, guestKind ?? "qemu");
}

/** Histories may be recorded of objects that no recorded list shows. */
function withRecorded(objects: readonly RrdObject[], paths: readonly string[]): readonly RrdObject[] {
  const known = new Set(objects.map(({ path }) => path));
  const recorded = new Set(paths.filter((path) => path.endsWith("/rrddata") && !known.has(path)));
  return [...objects, ...[...recorded].map(objectOf)];
}

function objectOf(path: string): RrdObject {
  const guestKind = /\/(qemu|lxc)\/\d+\/rrddata$/.exec(path)?.[1];
  const kind = guestKind ? "guest" : path.includes("/storage/") ? "storage" : "node";
  return {
    kind,
    objectId: null,
    path,
    guestKind: guestKind === "qemu" || guestKind === "lxc" ? guestKind : null,
    bornAtMs: null,
  };
}

function nodesIn(paths: readonly string[]): readonly string[] {
  const names = paths.flatMap((path) => /^\/nodes\/([^/]+)\/./.exec(path)?.[1] ?? []);
  return [...new Set(names)].map(decodeURIComponent).sort();
}
