import { isAtLeast } from "../../release";
import type { Process } from "../process";
import { type Migration, MigrationError } from "./migration";

/** Lines that come before anything happens. */
export function announceTask(migration: Migration, live: boolean): void {
  const { order } = migration;
  if (order.byHa) migration.raw("task started by HA resource agent");
  const isVm = migration.guest.type === "qemu";
  if (isVm && live && !order.conntrack && isAtLeast(migration.source.profile, "9.0")) {
    migration.log(
      "conntrack state migration not supported or disabled, active connections might get dropped",
    );
  }
  announceNetwork(migration);
}

export function announceNetwork(migration: Migration): void {
  const settings = migration.world.options.migration;
  if (settings !== null && typeof settings === "object" && "network" in settings) {
    migration.log(`use dedicated network address for sending migration traffic (${migration.target.ip})`);
  }
}

/** @throws MigrationError when the other node does not answer */
export function* checkConnection(migration: Migration): Process {
  yield 0.5;
  if (!migration.target.online) {
    yield 3;
    throw new MigrationError("Can't connect to destination address using public key");
  }
}
