import { runTask } from "../process";
import type { TaskState } from "../state";
import type { World } from "../world";
import { migrateContainer } from "./migrate-container";
import { migrateVm } from "./migrate-vm";
import { Migration, type MigrationOrder } from "./migration";

/** Starts the task that moves a guest itself; whether HA should do it has been asked before. */
export function beginMigration(world: World, order: MigrationOrder): TaskState {
  const migration = new Migration(world, order);
  runTask(
    world,
    migration.task,
    order.guest.type === "qemu" ? migrateVm(migration) : migrateContainer(migration),
  );
  return migration.task;
}

type Needed = Pick<MigrationOrder, "guest" | "target" | "user">;

/** An order with PVE's defaults. */
export function migrationOrder(
  world: World,
  needed: Needed,
  options: Partial<Omit<MigrationOrder, keyof Needed>> = {},
): MigrationOrder {
  return {
    withLocalDisks: false,
    online: true,
    targetStorage: undefined,
    shutdownTimeout: 180,
    force: false,
    conntrack: false,
    byHa: false,
    ...options,
    ...needed,
    bandwidthLimit: Math.min(options.bandwidthLimit ?? Number.POSITIVE_INFINITY, datacenterLimit(world)),
  };
}

/** Bytes per second that the datacenter allows for migrations; its own unit is KiB. */
function datacenterLimit(world: World): number {
  const limits = world.options.bwlimit;
  if (limits === null || typeof limits !== "object") return Number.POSITIVE_INFINITY;
  const { migration, default: usual } = limits as { migration?: unknown; default?: unknown };
  const limit = Number(migration ?? usual ?? 0);
  return limit > 0 ? limit * 1024 : Number.POSITIVE_INFINITY;
}
