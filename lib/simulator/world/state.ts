import type { ScenarioNode, ScenarioStorage } from "@/lib/inventory/scenario/scenario";
import type { ScenarioGuest } from "@/lib/inventory/scenario/scenario-guest";
import type { ReleaseProfile } from "../release";

/** Pressure stall shares, 0–1. */
export interface PressureState {
  cpuSome: number;
  ioSome: number;
  ioFull: number;
  memorySome: number;
  memoryFull: number;
}

/** What pvestatd says about a node at one moment. */
export interface NodeSample {
  /** Share of all threads. */
  cpu: number;
  iowait: number;
  memory: number;
  load: readonly [number, number, number];
  pressure: PressureState;
  /** Bytes since the node started. */
  netIn: number;
  netOut: number;
  uptime: number;
}

export interface NodeState {
  readonly spec: ScenarioNode;
  readonly name: string;
  readonly nodeId: number;
  readonly ip: string;
  /** Whether the machine is up; the cluster notices a change at the next statistics. */
  online: boolean;
  /** What the cluster knows. */
  seenOnline: boolean;
  maintenance: boolean;
  profile: ReleaseProfile;
  startedAt: number;
  sample: NodeSample | null;
  /** When it was down; an outage that lasts has no end. */
  readonly outages: { from: number; to: number | null }[];
  /** Calls answered with 595 since it went down: the first one takes longest. */
  refusedCalls: number;
}

export type PowerState = "running" | "stopped" | "paused";

/** Cores, bytes and bytes per second that a guest uses at one moment. */
export interface GuestUse {
  cores: number;
  memory: number;
  netIn: number;
  netOut: number;
  diskRead: number;
  diskWrite: number;
}

/** What pvestatd last said about a guest; missing until it has. */
export interface GuestSample {
  status: PowerState;
  uptime: number;
  /** Share of the guest's own cores. */
  cpu: number;
  memory: number;
}

/** What HA's manager knows of a guest that is in its hands. */
export interface HaService {
  /** As `hastate` shows it. */
  state: string;
  /** What was asked for: started, stopped, disabled or ignored. */
  requested: string;
  maxRestart: number;
  maxRelocate: number;
  failback: boolean;
  autoRebalance: boolean;
  comment: string | undefined;
  /** The node that maintenance took it from. */
  home: string | null;
  /** A start of HA's is under way. */
  starting: boolean;
  /** Starts that failed on this node, and the nodes that were given up. */
  failedStarts: number;
  failedNodes: string[];
}

export interface SnapshotState {
  readonly name: string;
  description: string;
  readonly takenAt: number;
  readonly withMemory: boolean;
  parent: string | undefined;
}

export interface GuestState {
  /** Its disks change when they move to another storage. */
  spec: ScenarioGuest;
  readonly vmid: number;
  readonly type: "qemu" | "lxc";
  /** Place in the statistics arrays; never used twice. */
  readonly slot: number;
  readonly createdAt: number;
  /** QEMU's version when it was made. */
  readonly createdWith: string;
  /** The release whose machine version its process has. */
  runsWith: ReleaseProfile;
  readonly cores: number;
  name: string;
  node: string;
  power: PowerState;
  lock: string | null;
  tags: string;
  pool: string | null;
  ha: HaService | null;
  /** Oldest first. */
  snapshots: SnapshotState[];
  /** The snapshot that the present state goes on from. */
  currentSnapshot: string | undefined;
  pid: number;
  startedAt: number;
  counters: { netIn: number; netOut: number; diskRead: number; diskWrite: number };
  sample: GuestSample | null;
  /** Where it ran since when; null while it did not. Oldest first. */
  readonly periods: { from: number; node: string | null }[];
}

export interface StorageState {
  readonly spec: ScenarioStorage;
  readonly id: string;
  readonly shared: boolean;
  readonly nodes: readonly string[];
  /** Bytes by node; one entry under "" when shared. */
  readonly used: Map<string, number>;
}

export interface LogLine {
  readonly at: number;
  readonly text: string;
}

export interface TaskState {
  readonly upid: string;
  readonly node: string;
  readonly type: string;
  readonly id: string;
  /** `user@realm` or `user@realm!token`. */
  readonly user: string;
  readonly pid: number;
  readonly pstart: number;
  readonly startedAt: number;
  endedAt: number | null;
  exitStatus: string | null;
  /** Somebody asked for its end; it sees that when it goes on. */
  interrupted: boolean;
  readonly log: LogLine[];
}
