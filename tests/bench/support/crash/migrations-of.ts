import type { TestSimulator } from "@/tests/support/simulator";

export interface Migration {
  readonly upid: string;
  readonly vmid: number;
  readonly node: string;
  /** `qmigrate`, `vzmigrate` or `hamigrate`: HA's note of what was asked for. */
  readonly type: string;
  /** `user@realm!token` where a token started it. */
  readonly user: string;
  /** To the second, as PVE keeps it. */
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly exit: string | null;
}

/** All migrations in a simulated cluster's record, in the order in which they began. */
export function migrationsOf(simulator: Pick<TestSimulator, "tasks">): readonly Migration[] {
  return simulator
    .tasks()
    .filter(({ type }) => /^(qm|vz|ha)igrate$|migrate$/.test(type))
    .map(({ upid, id, node, type, user, startedAt, endedAt, exitStatus }) => ({
      upid,
      vmid: Number(id),
      node,
      type,
      user,
      startedAtMs: startedAt * 1_000,
      endedAtMs: endedAt === null ? null : endedAt * 1_000,
      exit: exitStatus,
    }));
}
