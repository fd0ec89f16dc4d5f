import { beginTask, setPower } from "../power";
import { TaskInterrupt } from "../process";
import type { GuestState, NodeState, StorageState, TaskState } from "../state";
import type { World } from "../world";
import { clockDuration, stampText } from "./texts";

export interface MigrationOrder {
  readonly guest: GuestState;
  readonly target: NodeState;
  /** `user@realm` or `user@realm!token`. */
  readonly user: string;
  readonly withLocalDisks: boolean;
  /** A VM that runs moves while it runs; a container is stopped and started again. */
  readonly online: boolean;
  /** As given: `1`, a storage, or `a:b,c:d`. */
  readonly targetStorage: string | undefined;
  /** Bytes per second. */
  readonly bandwidthLimit: number;
  /** Seconds that a container has to shut down. */
  readonly shutdownTimeout: number;
  readonly force: boolean;
  readonly conntrack: boolean;
  readonly byHa: boolean;
}

/** Why a migration does not go on; the text is the cause that its log tells. */
export class MigrationError extends Error {
  override readonly name = "MigrationError";
}

export type GuestDisk = GuestState["spec"]["disks"][number];

/** One guest on its way. */
export class Migration {
  readonly world: World;
  readonly order: MigrationOrder;
  readonly guest: GuestState;
  readonly source: NodeState;
  readonly target: NodeState;
  readonly task: TaskState;
  readonly startedAt: number;
  /** Disks with a copy on the target, and how many bytes of it there are. */
  readonly copies = new Map<GuestDisk, { readonly storage: StorageState; bytes: number }>();
  failed = false;

  constructor(world: World, order: MigrationOrder) {
    const source = world.nodes.get(order.guest.node);
    if (!source) throw new Error(`The scenario has no node "${order.guest.node}"`);
    this.world = world;
    this.order = order;
    this.guest = order.guest;
    this.source = source;
    this.target = order.target;
    this.task = beginTask(
      world,
      order.guest,
      order.guest.type === "qemu" ? "qmigrate" : "vzmigrate",
      order.user,
    );
    this.startedAt = world.now();
  }

  get label(): string {
    return `${this.guest.type === "qemu" ? "VM" : "CT"} ${this.guest.vmid}`;
  }

  /** A line without a time, as block jobs and remote commands write them. */
  raw(text: string): void {
    this.task.log.push({ at: this.world.now(), text });
  }

  log(text: string): void {
    for (const line of text.split("\n")) this.raw(`${stampText(this.world.reportedNow())} ${line}`);
  }

  error(text: string): void {
    for (const line of text.split("\n")) this.log(`ERROR: ${line}`);
  }

  duration(): string {
    return clockDuration(this.world.now() - this.startedAt);
  }

  lock(): void {
    this.guest.lock = "migrate";
    this.world.changed();
  }

  unlock(): void {
    if (this.guest.lock === "migrate") this.guest.lock = null;
    this.world.changed();
  }

  /** @throws MigrationError when a fault is meant for this phase, or one of the two ends is gone */
  meetFaults(phase: number, usual: string): void {
    if (this.world.guests.get(this.guest.vmid) !== this.guest) {
      throw new MigrationError(`${this.label} does not exist`);
    }
    const failure = this.world.migrationFaults.take(this.guest.vmid, phase);
    if (failure) throw new MigrationError(failure.message ?? usual);
  }

  localDisks(): GuestDisk[] {
    return this.guest.spec.disks.filter((disk) => this.world.storages.get(disk.storage)?.shared === false);
  }

  /** The storage that a disk goes to, by name. */
  storageFor(disk: GuestDisk): string {
    const { targetStorage } = this.order;
    if (targetStorage === undefined || targetStorage === "1") return disk.storage;
    if (!targetStorage.includes(":")) return targetStorage;
    const pairs = targetStorage.split(/[,; ]+/).map((pair) => pair.split(":"));
    const pair = pairs.find(([from]) => from === disk.storage) ?? pairs.find((parts) => parts.length === 1);
    return pair?.at(-1) ?? disk.storage;
  }

  volume(disk: GuestDisk, storage = disk.storage): string {
    const kind = this.guest.spec.template ? "base" : "vm";
    const index = this.guest.spec.disks.findIndex((candidate) => candidate.key === disk.key);
    return `${storage}:${kind}-${this.guest.vmid}-disk-${index}`;
  }

  /** Takes away what was copied: the guest stays where it is. */
  dropCopies(): void {
    for (const { storage, bytes } of this.copies.values()) addUse(storage, this.target.name, -bytes);
    this.copies.clear();
  }

  /** The configuration goes to the target, and with it the guest. */
  moveConfiguration(): void {
    const { guest } = this;
    for (const [disk] of this.copies) {
      const storage = this.world.storages.get(disk.storage);
      if (storage) addUse(storage, this.source.name, -disk.size);
    }
    const moved = new Map([...this.copies].map(([disk, copy]) => [disk.key, copy.storage.id]));
    guest.spec = {
      ...guest.spec,
      disks: guest.spec.disks.map((disk) => ({ ...disk, storage: moved.get(disk.key) ?? disk.storage })),
    };
    guest.node = this.target.name;
    this.copies.clear();
    this.world.changed();
  }

  power(state: "running" | "stopped"): void {
    if (this.guest.power !== state) setPower(this.world, this.guest, state);
  }
}

export function addUse(storage: StorageState, node: string, bytes: number): void {
  const key = storage.shared ? "" : node;
  storage.used.set(key, Math.max(0, (storage.used.get(key) ?? 0) + bytes));
}

export function causeOf(error: unknown): string {
  if (error instanceof MigrationError || error instanceof TaskInterrupt) return error.message;
  throw error;
}
