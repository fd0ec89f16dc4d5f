import type { PveRelease, Scenario } from "@/lib/inventory/scenario/scenario";
import type { SimulatorClock } from "../clock";
import { Random } from "../random";
import { isNewer, type ReleaseProfile, releaseProfile } from "../release";
import type { Backup } from "./back-up";
import { buildGuest, buildNode, buildStorage } from "./build-state";
import { HaManager } from "./ha/ha-manager";
import { MetricsRing } from "./metrics-ring";
import { MigrationLinks } from "./migration/link";
import { MigrationFaults } from "./migration/migration-faults";
import { StartFaults } from "./start-faults";
import type { GuestState, NodeState, StorageState } from "./state";
import { takeStatistics } from "./statistics";
import { TaskBook } from "./task-book";

const INTERVAL = 10;
/** A jump longer than this skips statistics in its middle; the last half hour is always told in full. */
const LONGEST_FULL_JUMP = 7_200;
const WARM_UP = 1_810;
/** Rounds of statistics in the middle of a long jump at most, however long it is. */
const COARSE_ROUNDS = 300;

interface Appointment {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

export interface ClusterLogEntry {
  readonly at: number;
  readonly node: string;
  readonly user: string;
  readonly tag: string;
  readonly pid: number;
  readonly message: string;
}

/** The simulated cluster: what is there, what it does and what time it is. */
export class World {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly random: Random;
  readonly clock: SimulatorClock;
  /** When the scenario began, in Unix seconds. */
  readonly origin: number;
  readonly standalone: boolean;
  readonly nodes: ReadonlyMap<string, NodeState>;
  readonly guests: Map<number, GuestState>;
  readonly storages: ReadonlyMap<string, StorageState>;
  readonly tasks: TaskBook;
  readonly metrics = new MetricsRing();
  readonly log: ClusterLogEntry[] = [];
  readonly ha: HaManager;
  readonly backups: Backup[];
  readonly migrationFaults = new MigrationFaults();
  readonly migrationLinks = new MigrationLinks();
  readonly startFaults = new StartFaults();
  /** Datacenter options, parsed, as `/cluster/options` answers them. */
  options: Readonly<Record<string, unknown>>;
  /** Rises with every change that any answer could show. */
  revision = 0;
  statisticsAt = 0;
  slotCount = 0;
  quorumForcedLost = false;
  /** Seconds by which every reported time is off. */
  skew = 0;
  #time: number;
  #nextStatistics: number;
  /** Up to here time goes in long steps. */
  #coarseUntil = 0;
  #coarseInterval = INTERVAL;
  #appointments: Appointment[] = [];
  #appointmentCount = 0;

  /** @param interval seconds between two rounds of statistics; PVE's own is 10 */
  constructor(
    scenario: Scenario,
    clock: SimulatorClock,
    private readonly interval = INTERVAL,
  ) {
    const now = clock.now();
    const random = new Random(scenario.seed);
    const nodeNames = scenario.nodes.map((node) => node.name);

    this.scenario = scenario;
    this.options = scenario.options;
    this.seed = scenario.seed;
    this.random = random;
    this.clock = clock;
    this.origin = Math.floor(now);
    this.standalone = scenario.nodes.length === 1 && scenario.cluster === undefined;
    this.nodes = new Map(
      scenario.nodes.map((node, index) => {
        const profile = releaseProfile(node.pve ?? scenario.pve);
        return [node.name, buildNode(node, index, { now, seed: scenario.seed, profile })];
      }),
    );
    this.guests = new Map(
      scenario.guests.map((guest) => {
        const profile = this.profileOf(guest.node);
        return [guest.vmid, buildGuest(guest, this.takeSlot(), { now, seed: scenario.seed, profile })];
      }),
    );
    this.storages = new Map(
      scenario.storages.map((storage) => [storage.id, buildStorage(storage, nodeNames)]),
    );
    this.backups = scenario.backups.map((backup) => ({
      ...backup,
      takenAt: Math.floor(Date.parse(backup.takenAt) / 1_000),
    }));
    this.tasks = new TaskBook(random);
    this.#time = now;
    this.#nextStatistics = Math.floor((now - WARM_UP) / interval) * interval;
    this.#takeDueStatistics(now);
    this.ha = new HaManager(this);
  }

  /** Seconds of the cluster's own clock, as its answers tell them. */
  reportedNow(): number {
    return this.#time + this.skew;
  }

  now(): number {
    return this.#time;
  }

  /** Lets everything happen that is due. Every call does this first. */
  catchUp(): void {
    const target = this.clock.now();
    this.#planSteps(target);
    for (;;) {
      const next = this.#appointments[0];
      if (!next || next.at > target) break;
      this.#appointments.shift();
      this.#takeDueStatistics(next.at);
      this.#time = Math.max(this.#time, next.at);
      next.run();
    }
    this.#takeDueStatistics(target);
    this.#time = Math.max(this.#time, target);
  }

  /** Something that happens later, at a time of the simulated clock. */
  schedule(at: number, run: () => void): void {
    this.#appointmentCount += 1;
    const appointment = { at, order: this.#appointmentCount, run };
    const index = this.#appointments.findIndex((other) => other.at > at);
    this.#appointments.splice(index === -1 ? this.#appointments.length : index, 0, appointment);
  }

  after(seconds: number, run: () => void): void {
    this.schedule(this.#time + seconds, run);
  }

  /** Says that configuration changed: the next answers show it at once. */
  changed(): void {
    this.revision += 1;
  }

  takeSlot(): number {
    this.slotCount += 1;
    return this.slotCount - 1;
  }

  becomeRelease(release: PveRelease): void {
    for (const node of this.nodes.values()) node.profile = releaseProfile(release);
    this.changed();
  }

  /** The release of the node that answers. */
  get profile(): ReleaseProfile {
    return this.localNode().profile;
  }

  /** The release of a node; of the one that answers when there is no such node. */
  profileOf(node: string): ReleaseProfile {
    return this.nodes.get(node)?.profile ?? this.profile;
  }

  /** What the whole cluster can do: as much as its oldest node. */
  get oldestProfile(): ReleaseProfile {
    let oldest = this.profile;
    for (const { profile } of this.nodes.values()) if (isNewer(oldest, profile)) oldest = profile;
    return oldest;
  }

  /** The node that answers API calls: the first one that is up. */
  localNode(): NodeState {
    let local: NodeState | undefined;
    for (const node of this.nodes.values()) {
      if (node.online) return node;
      local ??= node;
    }
    if (!local) throw new Error("A scenario has at least one node");
    return local;
  }

  quorate(): boolean {
    if (this.standalone) return true;
    if (this.quorumForcedLost) return false;
    const online = [...this.nodes.values()].filter((node) => node.seenOnline).length;
    return online * 2 > this.nodes.size;
  }

  note(entry: Omit<ClusterLogEntry, "at">): void {
    this.log.push({ ...entry, at: this.#time });
    if (this.log.length > 500) this.log.shift();
  }

  #planSteps(target: number): void {
    const span = target - this.#time;
    if (span <= LONGEST_FULL_JUMP) return;
    this.#coarseUntil = target - WARM_UP;
    this.#coarseInterval = Math.max(60, Math.ceil(span / COARSE_ROUNDS / INTERVAL) * INTERVAL);
  }

  #takeDueStatistics(until: number): void {
    while (this.#nextStatistics <= until) {
      const at = this.#nextStatistics;
      takeStatistics(this, at, this.statisticsAt === 0 ? this.interval : at - this.statisticsAt);
      this.#nextStatistics +=
        at + this.#coarseInterval <= this.#coarseUntil ? this.#coarseInterval : this.interval;
    }
  }
}
