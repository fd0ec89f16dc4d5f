import type {
  BackupState,
  GuestExtras,
  HighAvailability,
  LogEntry,
  NativeBalancer,
  ReplicationJob,
} from "./cluster-extras";

/**
 * One consistent reading of one cluster. Everything here is plain JSON: it is stored in one row,
 * sent to browsers in parts and read by scoring and planning.
 *
 * Units are in the names. `null` means "PVE did not say": never zero, never a guess.
 * A fraction is 0–1 (a busy guest may report slightly more than 1). Times are Unix milliseconds.
 */
export interface Snapshot {
  readonly version: 1;
  /** Our UUID of the cluster; stays the same when the cluster is renamed or its hosts change. */
  readonly clusterId: string;
  /** Rises with each stored reading of this cluster. */
  readonly sequence: number;
  /** When the reading began. */
  readonly readAtMs: number;
  /** `host:port` of the endpoint that answered. */
  readonly endpoint: string;
  /** Name from corosync; null for a standalone host. */
  readonly clusterName: string | null;
  /** Release as PVE says it, such as `9.1.2`. */
  readonly pveVersion: string | null;
  /** Null for a standalone host, which needs no quorum. */
  readonly quorate: boolean | null;
  readonly nodes: readonly Node[];
  readonly guests: readonly Guest[];
  readonly storages: readonly Storage[];
  readonly tasks: readonly Task[];
  readonly parts: readonly SnapshotPart[];
  readonly problems: readonly ReadingProblem[];
  /** The fields below are read on slow rounds; absent until they were. */
  readonly highAvailability?: HighAvailability;
  readonly balancer?: NativeBalancer;
  readonly replication?: readonly ReplicationJob[];
  readonly backups?: BackupState;
  /** Newest first, without the starts and ends of tasks. */
  readonly log?: readonly LogEntry[];
}

/** How fresh one part of the reading is; a part that failed keeps its last values and its last time. */
export interface SnapshotPart {
  /** Such as `resources`, `status`, `tasks`, `node/pve1`, `config/100`. */
  readonly part: string;
  readonly readAtMs: number | null;
  readonly error: string | null;
}

/** Something in PVE's answer that could not be read; the value concerned is null. */
export interface ReadingProblem {
  /** Request path, then the field, such as `/cluster/resources[3].maxmem`. */
  readonly path: string;
  readonly what: string;
}

export type NodeStatus = "online" | "offline" | "unknown";

export interface Node {
  /** Our number of the node in the database; null until the reading is stored. */
  readonly objectId: number | null;
  readonly name: string;
  readonly status: NodeStatus;
  /** Of all threads. */
  readonly cpuFraction: number | null;
  readonly ioWaitFraction: number | null;
  /** Threads, as PVE's `maxcpu` counts them. */
  readonly cpuCount: number | null;
  readonly cpuSockets: number | null;
  readonly cpuModel: string | null;
  readonly loadAverage: LoadAverage | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly swapUsedBytes: number | null;
  readonly swapTotalBytes: number | null;
  /** Pages shared by kernel same-page merging. */
  readonly ksmSharedBytes: number | null;
  readonly rootUsedBytes: number | null;
  readonly rootTotalBytes: number | null;
  readonly netInBytesPerSecond: number | null;
  readonly netOutBytesPerSecond: number | null;
  /** Pressure stall information, PVE 9 and later. */
  readonly pressure: Pressure | null;
  readonly uptimeSeconds: number | null;
  readonly pveVersion: string | null;
  readonly kernelVersion: string | null;
  /** PVE's own HA view of the node: `online`, `maintenance`, `fence`, `unknown`, `gone`. */
  readonly haState: string | null;
  /** When this node's own figures were last read; older than the snapshot when the node is stale. */
  readonly readAtMs: number | null;
  /** Counters from which the network rates are made; `atMs` is the node's own clock. */
  readonly counters?: NodeCounters | null;
}

export interface NodeCounters {
  readonly atMs: number;
  readonly netInBytes: number | null;
  readonly netOutBytes: number | null;
}

/** Averages over 1, 5 and 15 minutes, in runnable threads. */
export interface LoadAverage {
  readonly oneMinute: number;
  readonly fiveMinutes: number;
  readonly fifteenMinutes: number;
}

/** Shares of time (0–1) in which some or all tasks waited for a resource, averaged over 10 s. */
export interface Pressure {
  readonly cpuSomeFraction: number | null;
  readonly ioSomeFraction: number | null;
  readonly ioFullFraction: number | null;
  readonly memorySomeFraction: number | null;
  readonly memoryFullFraction: number | null;
}

export type GuestKind = "qemu" | "lxc";

/** `running`, `stopped`, or QEMU's own word (`paused`, `prelaunch`, `io-error`, …); `unknown` while its node is silent. */
export type GuestStatus = string;

export interface Guest {
  /** Our number of the guest in the database; follows it across moves. Null until stored. */
  readonly objectId: number | null;
  readonly vmid: number;
  readonly kind: GuestKind;
  readonly name: string | null;
  readonly node: string;
  readonly status: GuestStatus;
  readonly template: boolean;
  /** Of the guest's own {@link cpuCount}. */
  readonly cpuFraction: number | null;
  /** Virtual CPUs: sockets × cores for a VM, cores for a container. */
  readonly cpuCount: number | null;
  /** As the guest sees it where the balloon driver reports, else as the host sees it. */
  readonly memoryUsedBytes: number | null;
  /** As the host sees it (PVE 9 and later). */
  readonly memoryHostBytes: number | null;
  readonly memoryTotalBytes: number | null;
  /** Used part of a container's root disk; PVE does not know it for a VM. */
  readonly diskUsedBytes: number | null;
  /** Size of the boot disk. */
  readonly diskTotalBytes: number | null;
  readonly netInBytesPerSecond: number | null;
  readonly netOutBytesPerSecond: number | null;
  readonly diskReadBytesPerSecond: number | null;
  readonly diskWriteBytesPerSecond: number | null;
  /** Counters since the guest's process started, from which the rates are made. */
  readonly counters: GuestCounters | null;
  readonly uptimeSeconds: number | null;
  readonly pool: string | null;
  /** Lower-case, sorted, unique. */
  readonly tags: readonly string[];
  readonly lock: string | null;
  /** State of the HA service, such as `started`; null when HA does not manage the guest. */
  readonly haState: string | null;
  /** `ctime` of the configuration's meta line or the vmgenid; tells a re-used VMID from the guest before it. */
  readonly creationMark: string | null;
  readonly config: GuestConfig | null;
  /** Read on a slow round; absent until it was. */
  readonly extras?: GuestExtras;
  readonly readAtMs: number | null;
}

export interface GuestCounters {
  readonly atMs: number;
  readonly netInBytes: number | null;
  readonly netOutBytes: number | null;
  readonly diskReadBytes: number | null;
  readonly diskWriteBytes: number | null;
}

/** What of a guest's configuration decides where it may run. */
export interface GuestConfig {
  readonly digest: string | null;
  readonly osType: string | null;
  readonly cores: number | null;
  readonly sockets: number | null;
  /** Such as `host` or `x86-64-v2-AES`; null for a container. */
  readonly cpuType: string | null;
  readonly memoryBytes: number | null;
  readonly balloonMinimumBytes: number | null;
  readonly startOnBoot: boolean;
  readonly disks: readonly GuestDisk[];
  /** Container mount points that are not volumes of a storage. */
  readonly bindMounts: readonly BindMount[];
  /** Configuration keys of passed-through devices, such as `hostpci0`. */
  readonly passthroughKeys: readonly string[];
  /** Whether the QEMU guest agent is switched on; absent for a container. */
  readonly agent?: boolean;
}

export interface GuestDisk {
  /** Configuration key, such as `scsi0`, `rootfs`, `mp0`. */
  readonly key: string;
  readonly storage: string | null;
  readonly volume: string;
  readonly sizeBytes: number | null;
  readonly cdrom: boolean;
}

export interface BindMount {
  readonly key: string;
  readonly path: string;
  readonly shared: boolean;
}

/** A storage on one node, or once for the whole cluster when it is shared (`node` is null then). */
export interface Storage {
  readonly objectId: number | null;
  readonly name: string;
  readonly node: string | null;
  readonly type: string | null;
  readonly shared: boolean;
  readonly content: readonly string[];
  readonly status: "available" | "unknown";
  readonly usedBytes: number | null;
  readonly totalBytes: number | null;
  /**
   * Set from 95 % in use until below 90 %, so that a storage at its limit is reported once. Kept from
   * reading to reading by `markFullStorages`; absent before the first.
   */
  readonly full?: boolean;
  /** Every node on which PVE lists the storage as available. */
  readonly nodes: readonly string[];
}

/** One run of a PVE worker process, by its UPID. */
export interface Task {
  readonly upid: string;
  readonly node: string;
  readonly type: string;
  /** What the task is about, usually a VMID; empty for node-wide tasks. */
  readonly subject: string;
  readonly user: string;
  readonly startedAtMs: number;
  /** Null while it runs. */
  readonly endedAtMs: number | null;
  /** `OK`, `WARNINGS: n` or the error; null while it runs. */
  readonly exitStatus: string | null;
}
