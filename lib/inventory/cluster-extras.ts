/** What PVE's HA stack looks after and by which rules. Read once a minute. */
export interface HighAvailability {
  readonly services: readonly HaService[];
  /** Rules of PVE 9; the groups of PVE 8 in the same form. */
  readonly rules: readonly HaRule[];
}

export interface HaService {
  /** `vm:100` or `ct:101`. */
  readonly sid: string;
  readonly vmid: number;
  /** Requested: `started`, `stopped`, `ignored`, `disabled`. */
  readonly state: string;
  readonly group: string | null;
  readonly maxRestart: number | null;
  readonly maxRelocate: number | null;
  /** Whether PVE's own balancer may move it; null where PVE has none. */
  readonly autoRebalance: boolean | null;
}

export interface HaRule {
  readonly id: string;
  readonly kind: "node-affinity" | "keep-together" | "keep-apart";
  readonly vmids: readonly number[];
  /** Of a node affinity: where its guests may or should be, with PVE's priorities. */
  readonly nodes: readonly { readonly name: string; readonly priority: number }[];
  /** A node affinity that is strict leaves its guests nowhere else to go. */
  readonly strict: boolean;
  readonly enabled: boolean;
  /** Why PVE ignores the rule; null when it keeps it. */
  readonly error: string | null;
}

/** How PVE itself places and moves HA services. */
export interface NativeBalancer {
  /** `basic`, `static` or, from 9.2 on, `dynamic`. */
  readonly mode: string;
  /** True when PVE moves HA services by itself to keep the nodes even. */
  readonly automatic: boolean;
}

export interface ReplicationJob {
  /** `100-0`. */
  readonly id: string;
  readonly vmid: number;
  readonly source: string | null;
  readonly target: string;
  readonly schedule: string | null;
  readonly enabled: boolean;
  /** Null until the source node was asked. */
  readonly lastSyncAtMs: number | null;
  /** Failures in a row; null until the source node was asked. */
  readonly failures: number | null;
  readonly error: string | null;
}

/** Newest archive of each guest on one backup storage. */
export interface BackupArchives {
  readonly storage: string;
  /** Null for a shared storage. */
  readonly node: string | null;
  readonly readAtMs: number;
  /** By VMID, Unix milliseconds. */
  readonly newestAtMs: Readonly<Record<string, number>>;
}

export interface BackupState {
  /** Guests that no backup job covers; null when it could not be read. */
  readonly uncovered: readonly number[] | null;
  readonly archives: readonly BackupArchives[];
}

/** One line of the cluster's log. */
export interface LogEntry {
  readonly atMs: number;
  readonly node: string;
  readonly user: string;
  readonly tag: string;
  /** Of syslog: 0 emergency to 7 debug. */
  readonly priority: number;
  readonly message: string;
}

export interface GuestSnapshot {
  readonly name: string;
  readonly atMs: number | null;
  /** Whether it holds the guest's memory too. */
  readonly withMemory: boolean;
}

/** What is read of a guest on a slow round. */
export interface GuestExtras {
  /** Oldest first; the state of now is none. */
  readonly snapshots?: readonly GuestSnapshot[];
  /** As the guest itself tells them, without loopback and link-local ones. */
  readonly addresses?: readonly string[];
}
