import "server-only";
import { randomUUID } from "node:crypto";
import { complainCalmly } from "@/lib/server/complain-calmly";
import { listen } from "@/lib/server/db/listen";
import { childLog } from "@/lib/server/log";
import { readMoveNews } from "@/lib/server/moves/read-move-news";
import { readPlanNews } from "@/lib/server/plans/read-plan-news";
import { EventRing, toWire } from "./event-ring";
import { CLUSTERS_CHANGED, idsAfter, LIVE_CHANNEL, MOVE_CHANGED, PLAN_CHANGED } from "./live-channel";
import { type LiveCluster, toDelta, toReset } from "./live-state";
import { type ClusterState, readClusterStates } from "./read-cluster-states";
import { readSnapshot } from "./read-snapshot";
import { RowNews } from "./row-news";
import type { StoredReading } from "./stored-reading";
import { toClusterRow } from "./to-cluster-row";
import { toGuestRows } from "./to-guest-rows";
import { toNodeRows } from "./to-node-rows";

/** A notification that got lost would otherwise leave a page behind for ever. */
const REFRESH_MS = 30_000;

const EVERYTHING_UNDER_WAY = "under-way";

export type LiveSubscriber = (bytes: Uint8Array) => void;

/**
 * What this process tells its browsers: the state of all clusters as last told, and what changed since. It listens to
 * the database while somebody watches. Events are numbered within an epoch; another process, or this one after a
 * restart, has another epoch and so answers a foreign number with a whole state.
 */
export class LiveHub {
  readonly #epoch = randomUUID().slice(0, 8);
  readonly #ring = new EventRing();
  readonly #subscribers = new Set<LiveSubscriber>();
  readonly #clusters = new Map<string, LiveCluster>();
  readonly #moves = new RowNews({ read: readMoveNews, hasEnded: ({ endedAtMs }) => endedAtMs !== null });
  readonly #plans = new RowNews({ read: readPlanNews, hasEnded: ({ endedAtMs }) => endedAtMs !== null });
  #states: readonly ClusterState[] = [];
  #number = 0;
  #stopping: AbortController | null = null;
  #pending = new Set<string>();
  #work: Promise<void> = Promise.resolve();

  /** Adds a browser. @returns removes it */
  async subscribe(subscriber: LiveSubscriber): Promise<() => void> {
    this.#subscribers.add(subscriber);
    if (!this.#stopping) this.#start();
    await this.#work;
    return () => {
      this.#subscribers.delete(subscriber);
      if (this.#subscribers.size === 0) this.#stop();
    };
  }

  /** What a browser that knows `lastEventId` needs first. */
  catchUp(lastEventId: string | null): readonly Uint8Array[] {
    const [epoch, number] = lastEventId?.split("-") ?? [];
    const missed = epoch === this.#epoch ? this.#ring.since(Number(number), this.#number) : null;
    return missed ? missed.map(({ bytes }) => bytes) : this.reset();
  }

  /** The whole state, and what is under way. */
  reset(): readonly Uint8Array[] {
    const clusters = this.#states.flatMap(({ id }) => this.#clusters.get(id) ?? []);
    const nowMs = Date.now();
    return [
      toWire("reset", this.#id(), toReset(clusters, nowMs)),
      ...this.#moves.underWay().map((move) => toWire("move", this.#id(), { nowMs, move })),
      ...this.#plans.underWay().map((plan) => toWire("plan", this.#id(), { nowMs, plan })),
    ];
  }

  ping(): Uint8Array {
    return toWire("ping", this.#id(), { nowMs: Date.now() });
  }

  #id(): string {
    return `${this.#epoch}-${this.#number}`;
  }

  #start(): void {
    const stopping = new AbortController();
    this.#stopping = stopping;
    const refresh = () =>
      this.#schedule(CLUSTERS_CHANGED, EVERYTHING_UNDER_WAY, ...this.#states.map(({ id }) => id));
    listen(LIVE_CHANNEL, (payload) => this.#schedule(payload), stopping.signal, refresh).catch((error) =>
      complainCalmly(childLog("live"), error, "notifications of new readings are not heard yet"),
    );
    const timer = setInterval(refresh, REFRESH_MS);
    timer.unref();
    stopping.signal.addEventListener("abort", () => clearInterval(timer));
    this.#schedule(CLUSTERS_CHANGED, EVERYTHING_UNDER_WAY);
  }

  #stop(): void {
    this.#stopping?.abort();
    this.#stopping = null;
  }

  /** One thing at a time, and what is announced twice meanwhile is read once. */
  #schedule(...subjects: readonly string[]): void {
    for (const subject of subjects) this.#pending.add(subject);
    this.#work = this.#work.then(() => this.#drain());
  }

  async #drain(): Promise<void> {
    const subjects = this.#pending;
    this.#pending = new Set();
    try {
      if (subjects.delete(CLUSTERS_CHANGED)) await this.#refreshClusters();
      await this.#tellWhatIsUnderWay(subjects);
      for (const clusterId of subjects) await this.#refreshReading(clusterId);
    } catch (error) {
      complainCalmly(childLog("live"), error, "what changed could not be read; it is read again shortly");
    }
  }

  /** Moves and plans; takes what concerns them out of the subjects. */
  async #tellWhatIsUnderWay(subjects: Set<string>): Promise<void> {
    const all = subjects.delete(EVERYTHING_UNDER_WAY);
    const moves = idsAfter(MOVE_CHANGED, subjects);
    const plans = idsAfter(PLAN_CHANGED, subjects);
    for (const id of moves) subjects.delete(MOVE_CHANGED + id);
    for (const id of plans) subjects.delete(PLAN_CHANGED + id);
    const nowMs = Date.now();
    for (const move of await this.#moves.changed(moves)) this.#emit("move", { nowMs, move });
    for (const plan of await this.#plans.changed(plans)) this.#emit("plan", { nowMs, plan });
    if (!all) return;
    for (const move of await this.#moves.refreshed()) this.#emit("move", { nowMs, move });
    for (const plan of await this.#plans.refreshed()) this.#emit("plan", { nowMs, plan });
  }

  async #refreshClusters(): Promise<void> {
    const states = await readClusterStates();
    const ids = new Set(states.map(({ id }) => id));
    let changed = states.length !== this.#clusters.size;
    for (const id of this.#clusters.keys()) {
      if (!ids.has(id)) this.#clusters.delete(id);
    }
    const appeared: string[] = [];
    for (const state of states) {
      const known = this.#clusters.get(state.id);
      const reading = await readSnapshot(state.id);
      const isNewer = (reading?.snapshot.sequence ?? null) !== (known?.row.sequence ?? null);
      if (!known) this.#clusters.set(state.id, { row: toClusterRow(state, null), nodes: [], guests: [] });
      else {
        const row = { ...known.row, ...state };
        changed ||= JSON.stringify(row) !== JSON.stringify(known.row);
        this.#clusters.set(state.id, { ...known, row });
      }
      if (isNewer) appeared.push(state.id);
    }
    this.#states = states;
    if (changed) {
      const clusters = states.flatMap(({ id }) => this.#clusters.get(id)?.row ?? []);
      this.#emit("clusters", { nowMs: Date.now(), clusters });
    }
    for (const id of appeared) await this.#refreshReading(id);
  }

  async #refreshReading(clusterId: string): Promise<void> {
    const state = this.#states.find(({ id }) => id === clusterId);
    const reading = state ? await readSnapshot(clusterId) : null;
    if (!state) return this.#refreshUnknown(clusterId);
    if (!reading) return;

    const known = this.#clusters.get(clusterId) ?? null;
    if (known?.row.sequence === reading.snapshot.sequence) return;
    const cluster = toLiveCluster(state, reading);
    const delta = toDelta(known, cluster, Date.now());
    this.#clusters.set(clusterId, cluster);
    if (delta) this.#emit("delta", delta);
  }

  /** A reading of a cluster that was added a moment ago. */
  async #refreshUnknown(clusterId: string): Promise<void> {
    const states = await readClusterStates();
    if (states.some(({ id }) => id === clusterId)) await this.#refreshClusters();
  }

  #emit(type: "delta" | "clusters" | "move" | "plan", data: unknown): void {
    this.#number += 1;
    const bytes = toWire(type, this.#id(), data);
    this.#ring.push({ number: this.#number, bytes });
    for (const subscriber of [...this.#subscribers]) subscriber(bytes);
  }
}

function toLiveCluster(state: ClusterState, reading: StoredReading): LiveCluster {
  return {
    row: toClusterRow(state, reading),
    nodes: toNodeRows(reading),
    guests: toGuestRows(reading),
  };
}

const shared = globalThis as typeof globalThis & { evenkeelLiveHub?: LiveHub };

/** The process's one hub. */
export function liveHub(): LiveHub {
  shared.evenkeelLiveHub ??= new LiveHub();
  return shared.evenkeelLiveHub;
}
