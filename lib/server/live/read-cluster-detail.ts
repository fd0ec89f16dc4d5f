import "server-only";
import type { ClusterDetail } from "@/lib/api/cluster-detail";
import type { BackupState, HighAvailability } from "@/lib/inventory/cluster-extras";
import type { Guest, Snapshot } from "@/lib/inventory/snapshot";
import type { Viewer } from "@/lib/server/auth/viewer";
import { AppError } from "@/lib/server/http/app-error";
import { guestsByVmid, toHaRule, toHaService, toReplication } from "./cluster-parts";
import { readClusterStates } from "./read-cluster-states";
import { readSnapshot } from "./read-snapshot";
import { toClusterRow } from "./to-cluster-row";

/**
 * A cluster with what PVE itself decides in it; before its first reading only its row says anything.
 *
 * @throws AppError not_found for a cluster that is not there
 */
export async function readClusterDetail(_viewer: Viewer, clusterId: string): Promise<ClusterDetail> {
  const state = (await readClusterStates()).find(({ id }) => id === clusterId);
  if (!state) throw new AppError("not_found", "There is no such cluster.");
  const reading = await readSnapshot(clusterId);
  const row = toClusterRow(state, reading);
  return reading ? { row, ...partsOf(reading.snapshot) } : { row, ...NOTHING_READ };
}

const NOTHING_READ: Omit<ClusterDetail, "row"> = {
  corosyncName: null,
  balancer: null,
  highAvailability: null,
  replication: null,
  backups: null,
  storages: [],
  failedParts: [],
};

type Known = ReadonlyMap<number, Guest>;

function partsOf(snapshot: Snapshot): Omit<ClusterDetail, "row"> {
  const { clusterName, balancer, highAvailability, replication, backups, guests, parts } = snapshot;
  const known = guestsByVmid(guests);
  return {
    corosyncName: clusterName,
    balancer: balancer ?? null,
    highAvailability: highAvailability ? availabilityOf(highAvailability, known) : null,
    replication: replication ? replication.map((job) => toReplication(job, known)) : null,
    backups: backups ? backupsOf(backups, known) : null,
    storages: storagesOf(snapshot),
    failedParts: parts.flatMap(({ part, readAtMs, error }) =>
      error === null ? [] : [{ part, readAtMs, error }],
    ),
  };
}

function availabilityOf({ services, rules }: HighAvailability, known: Known) {
  return {
    services: services.map((service) => toHaService(service, known)).sort((a, b) => a.vmid - b.vmid),
    rules: rules.map((rule) => toHaRule(rule, known)),
  };
}

function backupsOf({ uncovered, archives }: BackupState, known: Known): ClusterDetail["backups"] {
  return {
    uncovered: uncovered?.map((vmid) => ({ vmid, name: known.get(vmid)?.name ?? null })) ?? null,
    archives: archives.map(({ storage, node, readAtMs, newestAtMs }) => {
      const times = Object.values(newestAtMs);
      return {
        storage,
        node,
        readAtMs,
        guests: times.length,
        newestAtMs: times.length === 0 ? null : Math.max(...times),
      };
    }),
  };
}

function storagesOf({ storages }: Snapshot): ClusterDetail["storages"] {
  return storages
    .flatMap(({ objectId, name, node, type, status, content, usedBytes, totalBytes }) =>
      objectId === null
        ? []
        : [{ objectId, name, node, type, status, content: [...content], usedBytes, totalBytes }],
    )
    .sort((a, b) => a.name.localeCompare(b.name) || (a.node ?? "").localeCompare(b.node ?? ""));
}
