import "server-only";
import type { GuestConfiguration, GuestDetail } from "@/lib/api/guest-detail";
import type { Guest, Snapshot } from "@/lib/inventory/snapshot";
import type { Viewer } from "@/lib/server/auth/viewer";
import { AppError } from "@/lib/server/http/app-error";
import { guestsByVmid, toHaRule, toHaService, toReplication, toTaskRows } from "./cluster-parts";
import { readClusterStates } from "./read-cluster-states";
import { readVisibleReadings } from "./read-visible-readings";
import { toGuestRow } from "./to-guest-rows";

const NEWEST_TASKS = 20;

/**
 * Everything known of one guest.
 *
 * @throws AppError not_found for a cluster or guest that is not there, or was not read yet
 */
export async function readGuestDetail(viewer: Viewer, clusterId: string, vmid: number): Promise<GuestDetail> {
  const [[reading], states] = await Promise.all([
    readVisibleReadings(viewer, clusterId),
    readClusterStates(),
  ]);
  if (!reading) throw new AppError("not_found", "There is no reading of this cluster yet.");
  const { snapshot } = reading;
  const guest = guestsByVmid(snapshot.guests).get(vmid);
  // It is shown once it has its number, as in lists.
  if (!guest || guest.objectId === null) throw new AppError("not_found", `The cluster has no guest ${vmid}.`);

  return {
    row: toGuestRow(clusterId, guest.objectId, guest),
    clusterName: states.find(({ id }) => id === clusterId)?.name ?? "",
    configuration: configurationOf(guest, snapshot),
    snapshots: guest.extras?.snapshots ? [...guest.extras.snapshots] : null,
    addresses: guest.extras?.addresses ? [...guest.extras.addresses] : null,
    tasks: toTaskRows(
      snapshot.tasks.filter(({ subject }) => subject === String(vmid)),
      NEWEST_TASKS,
    ),
    ...protectionOf(guest, snapshot),
  };
}

function protectionOf(
  { vmid }: Guest,
  { guests, highAvailability, replication, backups }: Snapshot,
): Pick<GuestDetail, "highAvailability" | "replication" | "backups"> {
  const known = guestsByVmid(guests);
  const service = highAvailability?.services.find((candidate) => candidate.vmid === vmid);
  const archives = (backups?.archives ?? []).map(({ storage, node, readAtMs, newestAtMs }) => {
    return { storage, node, readAtMs, newestAtMs: newestAtMs[vmid] ?? null };
  });
  const newest = archives.flatMap(({ newestAtMs }) => newestAtMs ?? []);
  return {
    highAvailability: highAvailability
      ? {
          service: service ? toHaService(service, known) : null,
          rules: highAvailability.rules
            .filter(({ vmids }) => vmids.includes(vmid))
            .map((rule) => toHaRule(rule, known)),
        }
      : null,
    replication: replication
      ? replication.filter((job) => job.vmid === vmid).map((job) => toReplication(job, known))
      : null,
    backups: backups
      ? {
          covered: backups.uncovered ? !backups.uncovered.includes(vmid) : null,
          newestAtMs: newest.length === 0 ? null : Math.max(...newest),
          archives,
        }
      : null,
  };
}

function configurationOf({ config, node }: Guest, { storages }: Snapshot): GuestConfiguration | null {
  if (!config) return null;
  const { osType, cores, sockets, cpuType, memoryBytes, balloonMinimumBytes, startOnBoot } = config;
  const storageOf = (name: string | null) =>
    storages.find((storage) => storage.name === name && (storage.node === null || storage.node === node));
  return {
    osType,
    cores,
    sockets,
    cpuType,
    memoryBytes,
    balloonMinimumBytes,
    startOnBoot,
    agent: config.agent ?? null,
    disks: config.disks.map((disk) => ({ ...disk, sharedStorage: storageOf(disk.storage)?.shared ?? null })),
    bindMounts: [...config.bindMounts],
    passthroughKeys: [...config.passthroughKeys],
  };
}
