import "server-only";
import { findConnection } from "@/lib/server/clusters/find-connection";
import { AppError } from "@/lib/server/http/app-error";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";
import { transportFor } from "@/lib/server/proxmox/transport-registry";
import { readSettings } from "@/lib/server/settings/read-settings";
import { collectionSettingsFrom } from "@/lib/settings/collection-settings";

/** The way to a cluster that may be changed. */
export interface OpenCluster {
  readonly transport: PveTransport;
  readonly name: string;
  /** The user of our tasks. */
  readonly tokenId: string;
}

/** @throws AppError not_found or conflict with a sentence when nothing may be asked of the cluster */
export async function openCluster(clusterId: string): Promise<OpenCluster> {
  const [stored, values] = await Promise.all([findConnection(clusterId), readSettings(clusterId)]);
  if (!stored) throw new AppError("not_found", "There is no such cluster any more.");
  if (stored.paused)
    throw new AppError("conflict", `The connection ${stored.connection.name} is paused; resume it first.`);
  const limits = collectionSettingsFrom(values);
  return {
    name: stored.connection.name,
    tokenId: stored.connection.tokenId,
    // The same options as the collector's: other ones would make the registry close its sockets.
    transport: transportFor(stored.connection, {
      callsPerMinute: limits.callsPerMinute,
      parallelCallsPerNode: limits.parallelRequestsPerNode,
    }),
  };
}
