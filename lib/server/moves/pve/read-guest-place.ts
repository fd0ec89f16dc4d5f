import "server-only";
import { z } from "zod";
import { proxmoxClient } from "@/lib/server/proxmox/proxmox-client";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";

const resourceRow = z.looseObject({
  vmid: z.coerce.number(),
  type: z.enum(["qemu", "lxc"]),
  node: z.string(),
  status: z.string().default("unknown"),
  lock: z.string().optional(),
  hastate: z.string().optional(),
});

export interface GuestPlace {
  readonly node: string;
  readonly kind: "qemu" | "lxc";
  readonly status: string;
  readonly lock: string | null;
  readonly haState: string | null;
}

const UNREADABLE = "Proxmox VE's list of the cluster's guests cannot be read.";

/** Where PVE says that a guest is at this moment; null when the cluster has none of that number. */
export async function readGuestPlace(transport: PveTransport, vmid: number): Promise<GuestPlace | null> {
  const rows: unknown = await proxmoxClient(transport).cluster.resources.$get({ type: "vm" });
  // Not taken for a cluster that has lost its guests.
  if (!Array.isArray(rows)) throw new PveError("garbage", UNREADABLE, { endpoint: "", sent: true });
  for (const row of rows) {
    const read = resourceRow.safeParse(row);
    if (!read.success || read.data.vmid !== vmid) continue;
    const { node, type: kind, status, lock = null, hastate: haState = null } = read.data;
    return { node, kind, status, lock, haState };
  }
  return null;
}
