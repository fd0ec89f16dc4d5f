import { ApiError } from "../http/api-error";
import { type Call, type Endpoint, pathPart, readText } from "../http/endpoint";
import { choice, optional, type Parameters, valuesSince } from "../http/parameter";
import {
  type Consolidation,
  guestHistory,
  type HistoryQuery,
  nodeHistory,
  type RoundRobinRow,
  storageHistory,
  type Timeframe,
} from "../world/round-robin";
import type { GuestState } from "../world/state";
import type { World } from "../world/world";
import { GUEST_TYPES } from "./find-guest";

const FRAMES = ["hour", "day", "week", "month", "year"] as const;
const CONSOLIDATION = optional(choice("AVERAGE", "MAX"));
const PARAMETERS: Parameters = { timeframe: choice(...FRAMES), cf: CONSOLIDATION };

export const HISTORY_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: "/nodes/{node}/rrddata",
    permission: { path: "/nodes/{node}", privileges: ["Sys.Audit"] },
    parameters: {
      timeframe: valuesSince("9.0", [...FRAMES, "decade"], choice(...FRAMES)),
      cf: CONSOLIDATION,
    },
    answer: (call) => {
      const node = call.world.nodes.get(pathPart(call, "node"));
      if (!node) throw new ApiError(500, `no such cluster node '${pathPart(call, "node")}'`);
      return remember(call, (query) => nodeHistory(call.world, node, query));
    },
  },
  ...GUEST_TYPES.map(
    (type): Endpoint => ({
      method: "GET",
      path: `/nodes/{node}/${type}/{vmid}/rrddata`,
      permission: { path: "/vms/{vmid}", privileges: ["VM.Audit"] },
      parameters: PARAMETERS,
      answer: (call) => {
        const guest = recordedGuest(call);
        return remember(call, (query) => guestHistory(call.world, guest, query));
      },
    }),
  ),
  {
    method: "GET",
    path: "/nodes/{node}/storage/{storage}/rrddata",
    permission: {
      path: "/storage/{storage}",
      privileges: ["Datastore.Audit", "Datastore.AllocateSpace"],
      any: true,
    },
    parameters: PARAMETERS,
    answer: (call) => {
      const storage = call.world.storages.get(pathPart(call, "storage"));
      if (!storage) throw new ApiError(500, `storage '${pathPart(call, "storage")}' does not exist`);
      return remember(call, (query) => storageHistory(call.world, storage, pathPart(call, "node"), query));
    },
  },
];

/** Every node has the archives of all guests, by VMID alone: neither node nor kind of the path matter. */
function recordedGuest(call: Call): GuestState {
  const vmid = pathPart(call, "vmid");
  const guest = call.world.guests.get(Number(vmid));
  if (guest) return guest;
  const file = `/var/lib/rrdcached/db/pve2-vm/${vmid}`;
  throw new ApiError(500, `RRD error: opening '${file}': No such file or directory`);
}

const REMEMBERED_ANSWERS = 2_000;
const answers = new WeakMap<World, Map<string, RoundRobinRow[]>>();

/** An archive changes once a minute at most, so an answer is computed once for each minute. */
function remember(call: Call, compute: (query: HistoryQuery) => RoundRobinRow[]): RoundRobinRow[] {
  const { world } = call;
  const timeframe = (readText(call, "timeframe") ?? "hour") as Timeframe;
  const consolidation = (readText(call, "cf") ?? "AVERAGE") as Consolidation;
  const minute = Math.floor(world.now() / 60);
  const key = `${[...call.path.values()].join("/")} ${timeframe} ${consolidation} ${minute} ${world.skew} ${world.profile.release}`;

  const known = answers.get(world) ?? new Map<string, RoundRobinRow[]>();
  answers.set(world, known);
  const before = known.get(key);
  if (before) return before;
  if (known.size >= REMEMBERED_ANSWERS) known.clear();
  const rows = compute({ timeframe, consolidation });
  known.set(key, rows);
  return rows;
}
