import "server-only";
import type { ReplicationJob } from "@/lib/inventory/cluster-extras";
import type { FieldReader } from "./field-reader";

/** Jobs out of `/cluster/replication`, with the state that was known of each before. */
export function normaliseReplication(
  rows: readonly FieldReader[],
  previous: readonly ReplicationJob[],
): readonly ReplicationJob[] {
  const before = new Map(previous.map((job) => [job.id, job]));
  return rows.flatMap((row) => {
    const id = row.text("id");
    const vmid = row.count("guest");
    const target = row.text("target");
    if (id === null || vmid === null || target === null)
      return row.problem("id", "it is not a whole replication job") ?? [];
    const { lastSyncAtMs = null, failures = null, error = null } = before.get(id) ?? {};
    const enabled = !row.flag("disable");
    const described = { source: row.text("source"), target, schedule: row.text("schedule"), enabled };
    return [{ id, vmid, ...described, lastSyncAtMs, failures, error }];
  });
}

/** The same jobs with what their source node says of them, out of `/nodes/{node}/replication`. */
export function withReplicationState(
  jobs: readonly ReplicationJob[],
  rows: readonly FieldReader[],
): readonly ReplicationJob[] {
  const states = new Map(rows.map((row) => [row.text("id"), row]));
  return jobs.map((job) => {
    const row = states.get(job.id);
    if (!row) return job;
    return {
      ...job,
      lastSyncAtMs: row.time("last_sync"),
      failures: row.quantity("fail_count") ?? 0,
      error: row.text("error")?.trim() ?? null,
    };
  });
}
