import "server-only";
import type { HaRuleRow, HaServiceRow, ReplicationRow, TaskRow } from "@/lib/api/cluster-parts";
import type { HaRule, HaService, ReplicationJob } from "@/lib/inventory/cluster-extras";
import type { Guest, Task } from "@/lib/inventory/snapshot";

type GuestsByVmid = ReadonlyMap<number, Guest>;

const indexed = new WeakMap<readonly Guest[], GuestsByVmid>();

/** Made once for the guests of a reading. */
export function guestsByVmid(guests: readonly Guest[]): GuestsByVmid {
  const byVmid = indexed.get(guests) ?? new Map(guests.map((guest) => [guest.vmid, guest]));
  indexed.set(guests, byVmid);
  return byVmid;
}

export function toHaService(service: HaService, guests: GuestsByVmid): HaServiceRow {
  const { sid, vmid, state, group, maxRestart, maxRelocate, autoRebalance } = service;
  const guest = guests.get(vmid);
  return {
    sid,
    vmid,
    name: guest?.name ?? null,
    node: guest?.node ?? null,
    requestedState: state,
    group,
    maxRestart,
    maxRelocate,
    autoRebalance,
  };
}

export function toHaRule(rule: HaRule, guests: GuestsByVmid): HaRuleRow {
  const { id, kind, strict, enabled, error } = rule;
  return {
    id,
    kind,
    strict,
    enabled,
    error,
    guests: rule.vmids.map((vmid) => ({ vmid, name: guests.get(vmid)?.name ?? null })),
    nodes: [...rule.nodes],
  };
}

export function toReplication(job: ReplicationJob, guests: GuestsByVmid): ReplicationRow {
  return { ...job, name: guests.get(job.vmid)?.name ?? null };
}

/** The newest tasks first. */
export function toTaskRows(tasks: readonly Task[], most: number): TaskRow[] {
  return tasks
    .map(({ upid, type, subject, user, startedAtMs, endedAtMs, exitStatus }) => {
      return { upid, type, subject, user, startedAtMs, endedAtMs, exitStatus };
    })
    .sort((left, right) => right.startedAtMs - left.startedAtMs)
    .slice(0, most);
}
