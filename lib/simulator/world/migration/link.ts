import type { World } from "../world";
import type { Migration } from "./migration";

/** Migrations that send at this moment; those that leave or reach the same node share its link. */
export class MigrationLinks {
  readonly #sending = new Set<Migration>();

  begin(migration: Migration): void {
    this.#sending.add(migration);
  }

  end(migration: Migration): void {
    this.#sending.delete(migration);
  }

  /** Bytes per second that this migration gets now. */
  rateOf(world: World, migration: Migration): number {
    if (world.migrationFaults.isStalled(migration.guest.vmid, world.now())) return 0;
    const others = [...this.#sending];
    const leaving = others.filter(({ source }) => source === migration.source).length;
    const arriving = others.filter(({ target }) => target === migration.target).length;
    return Math.min(
      migration.source.spec.migrationBandwidth / Math.max(1, leaving),
      migration.target.spec.migrationBandwidth / Math.max(1, arriving),
      migration.order.bandwidthLimit,
    );
  }
}
