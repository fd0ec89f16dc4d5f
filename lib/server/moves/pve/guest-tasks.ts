import "server-only";
import type { Task } from "@/lib/inventory/snapshot";
import { readRows } from "@/lib/server/collection/normalise/field-reader";
import { normaliseTasks } from "@/lib/server/collection/normalise/normalise-tasks";
import { Problems } from "@/lib/server/collection/normalise/problems";
import { proxmoxClient } from "@/lib/server/proxmox/proxmox-client";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";

const MIGRATION = new Set(["qmigrate", "vzmigrate", "hamigrate"]);

/** A guest's migrations on one node, running and ended, newest first. */
export async function readGuestMigrations(
  transport: PveTransport,
  node: string,
  vmid: number,
): Promise<readonly Task[]> {
  const rows: unknown = await proxmoxClient(transport)
    .nodes.$(encodeURIComponent(node))
    .tasks.$get({ vmid, source: "all", limit: 200 });
  const readers = readRows(rows, `/nodes/${node}/tasks`, new Problems());
  return normaliseTasks(readers).filter(
    ({ type, subject }) => MIGRATION.has(type) && subject === String(vmid),
  );
}
