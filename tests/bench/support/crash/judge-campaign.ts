import type { MigrateRequest } from "./migrate-proxy";
import type { Migration } from "./migrations-of";
import type { PlaceRecord } from "./place-record";

export interface JudgedMove {
  readonly id: string;
  readonly vmid: number;
  readonly fromNode: string;
  readonly toNode: string;
  readonly state: string;
  readonly requestUpid: string | null;
  readonly taskUpid: string | null;
  readonly requestedAtMs: number;
  /** When the end was looked for; null for a move that never came so far. */
  readonly verifyingAtMs: number | null;
  readonly endedAtMs: number | null;
  readonly result: string | null;
}

export interface Evidence {
  readonly moves: readonly JudgedMove[];
  readonly migrations: readonly Migration[];
  readonly requests: readonly MigrateRequest[];
  readonly places: Pick<PlaceRecord, "nodesBetween">;
  /** The user of our tasks. */
  readonly tokenId: string;
  readonly limits: { readonly perCluster: number; readonly perSource: number; readonly perTarget: number };
  /** Guests that are locked in the end. */
  readonly lockedVmids: readonly number[];
  /** Slots of moves that are taken in the end. */
  readonly slotsTaken: number;
}

export interface Judgement {
  readonly duplicateCalls: readonly string[];
  readonly capsExceeded: readonly string[];
  readonly leftLocked: readonly string[];
  readonly notFinal: readonly string[];
  readonly notAsReality: readonly string[];
  readonly slotsLeft: number;
}

const FINAL = new Set(["done", "failed", "cancelled", "superseded"]);
/** PVE keeps whole seconds, and what was seen is written a moment later. */
const SECOND_MS = 1_000;
const WRITTEN_WITHIN_MS = 5_000;

/** What the cluster's own record says of the moves. */
export function judgeCampaign(evidence: Evidence): Judgement {
  const own = assignMigrations(evidence);
  return {
    duplicateCalls: [
      ...own.strays.map((task) => `${task.upid} belongs to no move`),
      ...[...own.requests].flatMap(([id, tasks]) =>
        tasks.length > 1 ? [`move ${id}: ${tasks.map(({ upid }) => upid).join(" ")}`] : [],
      ),
    ],
    capsExceeded: findExceededCaps(evidence, own.carriedOut),
    leftLocked: evidence.lockedVmids
      .filter((vmid) => evidence.migrations.findLast((task) => task.vmid === vmid)?.user === evidence.tokenId)
      .map((vmid) => `guest ${vmid}`),
    notFinal: evidence.moves
      .filter(({ state }) => !FINAL.has(state))
      .map(({ id, state }) => `move ${id}: ${state}`),
    notAsReality: evidence.moves.flatMap((move) => {
      const found = contradictionOf(move, own.requests.get(move.id) ?? [], evidence);
      return found === null ? [] : [`move ${move.id} of ${move.vmid} to ${move.toNode}: ${found}`];
    }),
    slotsLeft: evidence.slotsTaken,
  };
}

interface OwnMigrations {
  /** Requests that PVE took, by move. */
  readonly requests: ReadonlyMap<string, readonly Migration[]>;
  /** Our requests that no move asked for. */
  readonly strays: readonly Migration[];
  /** What carried moves out: our own tasks, or HA's. */
  readonly carriedOut: readonly { readonly task: Migration; readonly target: string }[];
}

function assignMigrations({ moves, migrations, requests, tokenId }: Evidence): OwnMigrations {
  const byMove = new Map<string, Migration[]>();
  const strays: Migration[] = [];
  const carriedOut: { task: Migration; target: string }[] = [];
  const askedFor = new Map(requests.map(({ upid, target }) => [upid, target]));
  for (const task of migrations) {
    const byHa = moves.find(
      ({ taskUpid, requestUpid }) => taskUpid === task.upid && requestUpid !== task.upid,
    );
    if (byHa) carriedOut.push({ task, target: byHa.toNode });
    if (task.user !== tokenId) continue;
    const target = askedFor.get(task.upid) ?? "";
    if (task.type !== "hamigrate") carriedOut.push({ task, target });
    const move =
      moves.find(({ requestUpid }) => requestUpid === task.upid) ??
      moves.find((one) => one.toNode === target && isWithin(task, one));
    if (move) byMove.set(move.id, [...(byMove.get(move.id) ?? []), task]);
    else strays.push(task);
  }
  return { requests: byMove, strays, carriedOut };
}

function isWithin({ vmid, node, startedAtMs }: Migration, move: JudgedMove): boolean {
  if (move.vmid !== vmid || move.fromNode !== node) return false;
  const endedAtMs = move.endedAtMs ?? Number.POSITIVE_INFINITY;
  return startedAtMs + SECOND_MS >= move.requestedAtMs && startedAtMs <= endedAtMs;
}

/** Every moment at which a migration begins is one at which a limit could be exceeded. */
function findExceededCaps({ limits }: Evidence, carriedOut: OwnMigrations["carriedOut"]): readonly string[] {
  return carriedOut.flatMap(({ task: { startedAtMs, node, upid }, target }) => {
    const running = carriedOut.filter(
      ({ task }) =>
        task.startedAtMs <= startedAtMs && (task.endedAtMs ?? Number.POSITIVE_INFINITY) > startedAtMs,
    );
    const fromHere = running.filter(({ task }) => task.node === node).length;
    const toThere = running.filter((one) => one.target === target).length;
    return [
      ...(running.length > limits.perCluster ? [`${running.length} at once as ${upid} began`] : []),
      ...(fromHere > limits.perSource ? [`${fromHere} from ${node} as ${upid} began`] : []),
      ...(toThere > limits.perTarget ? [`${toThere} to ${target} as ${upid} began`] : []),
    ];
  });
}

/** Null when the state of a move is what the cluster's record says. */
function contradictionOf(move: JudgedMove, tasks: readonly Migration[], { places }: Evidence): string | null {
  const { vmid, toNode, state, verifyingAtMs, endedAtMs } = move;
  if (endedAtMs === null) return null;
  if (state === "superseded" && tasks.length > 0) return "superseded, and PVE was asked";
  if (state === "cancelled" && verifyingAtMs === null && tasks.length > 0)
    return "called off, and PVE was asked";
  const untilMs = endedAtMs + SECOND_MS;
  const fromMs = Math.min(verifyingAtMs ?? endedAtMs, endedAtMs - WRITTEN_WITHIN_MS);
  const seen = places.nodesBetween(vmid, fromMs, untilMs);
  if (state === "done") return seen.includes(toNode) ? null : `done, and the guest is on ${seen.join(", ")}`;
  if (tasks.length === 0 && verifyingAtMs === null) return null;
  return seen.some((node) => node !== toNode) ? null : `${state}, and the guest is on ${toNode}`;
}
