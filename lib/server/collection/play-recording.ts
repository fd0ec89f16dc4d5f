import "server-only";
import type { ReadingProblem, Snapshot } from "@/lib/inventory/snapshot";
import { encodeParameters } from "@/lib/server/proxmox/encode-parameters";
import { parseRecording } from "@/lib/server/proxmox/parse-recording";
import { type PlaybackTransport, playbackTransport } from "@/lib/server/proxmox/playback-transport";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { PveRequest } from "@/lib/server/proxmox/pve-transport";
import { readRows } from "./normalise/field-reader";
import { normaliseGuestPoint, normaliseNodePoint, normaliseStoragePoint } from "./normalise/normalise-rrd";
import { Problems } from "./normalise/problems";
import { readCluster } from "./read-cluster";
import type { KnownGuest } from "./read-single-guests";

export interface PlayedRecording {
  readonly snapshot: Snapshot;
  /** Recorded calls in the file. */
  readonly calls: number;
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
/** What no address can hold. */
const LONE_SURROGATE = /\p{Surrogate}/u;
/** Whoever plays a recording wants to know of every field. */
const MOST_PROBLEMS = 100_000;

/** Runs the client and the collection over a recording as if it were the cluster. Odd input becomes problems. */
export async function playRecording(text: string): Promise<PlayedRecording> {
  const { calls, problems: lines } = parseRecording(text);
  const problems = new Problems(MOST_PROBLEMS);
  const transport = withFailuresTold(playbackTransport(calls), problems);
  const { snapshot } = await readCluster({
    clusterId: CLUSTER_ID,
    transport,
    previous: null,
    readAtMs: READ_AT_MS,
    detailsTimeoutMs: 600_000,
    knownNodes: nodesIn(transport.paths),
    knownGuests: guestsIn(transport.paths),
    everything: true,
    problems,
  });
  const points = await countPoints(transport, problems);
  return {
    snapshot: withoutUnrecorded(snapshot),
    calls: calls.length,
    read: {
      nodes: snapshot.nodes.length,
      guests: snapshot.guests.length,
      storages: snapshot.storages.length,
      tasks: snapshot.tasks.length,
      points,
    },
    problems: [...lines, ...problems.list()],
  };
}

/** A recorded answer that is an error, or none of PVE's, is a problem too. */
function withFailuresTold(transport: PlaybackTransport, problems: Problems): PlaybackTransport {
  return {
    ...transport,
    async request(request) {
      try {
        return await transport.request(request);
      } catch (error) {
        if (error instanceof PveError && transport.has(request)) problems.add(pathOf(request), error.message);
        throw error;
      }
    },
  };
}

function pathOf({ path, params }: Pick<PveRequest, "path" | "params">): string {
  const query = encodeParameters(params);
  return query ? `${path}?${query}` : path;
}

/** That a call was not recorded says nothing of the cluster. */
function withoutUnrecorded(snapshot: Snapshot): Snapshot {
  return {
    ...snapshot,
    parts: snapshot.parts.filter(({ error }) => !/ was not recorded\.$/.test(error ?? "")),
  };
}

/** Every recorded history counts, also of objects that no recorded list shows. */
async function countPoints(transport: PlaybackTransport, problems: Problems): Promise<number> {
  let points = 0;
  for (const request of transport.requests.filter(({ path }) => path.endsWith("/rrddata"))) {
    const readPoint = pointReader(request.path);
    try {
      const { data } = await transport.request(request);
      points += readRows(data, pathOf(request), problems).filter((row) => readPoint(row) !== null).length;
    } catch (error) {
      if (!(error instanceof PveError)) throw error;
    }
  }
  return points;
}

function pointReader(path: string): (row: Parameters<typeof normaliseNodePoint>[0]) => object | null {
  const guestKind = /\/(qemu|lxc)\/\d+\/rrddata$/.exec(path)?.[1];
  if (guestKind) return (row) => normaliseGuestPoint(row, guestKind === "lxc" ? "lxc" : "qemu");
  return path.includes("/storage/") ? normaliseStoragePoint : normaliseNodePoint;
}

function nodesIn(paths: readonly string[]): readonly string[] {
  const names = paths.flatMap((path) => /^\/nodes\/([^/]+)\/./.exec(path)?.[1] ?? []);
  return [...new Set(names.map(decoded))].filter((name) => !LONE_SURROGATE.test(name)).sort();
}

function guestsIn(paths: readonly string[]): readonly KnownGuest[] {
  return paths.flatMap((path) => {
    const match = /^\/nodes\/([^/]+)\/(qemu|lxc)\/(\d{1,9})\/status\/current$/.exec(path);
    const node = decoded(match?.[1] ?? "");
    if (!match || LONE_SURROGATE.test(node)) return [];
    return [
      { node, kind: match[2] === "lxc" ? ("lxc" as const) : ("qemu" as const), vmid: Number(match[3]) },
    ];
  });
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
