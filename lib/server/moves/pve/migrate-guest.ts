import "server-only";
import { proxmoxClient } from "@/lib/server/proxmox/proxmox-client";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";
import { atLeast } from "@/lib/server/proxmox/pve-version";
import { startTask, type TaskAnswer } from "./start-task";

export interface MigrationRequest {
  readonly vmid: number;
  readonly kind: "qemu" | "lxc";
  readonly from: string;
  readonly to: string;
  readonly running: boolean;
  /** Releases of both nodes; parameters that one of them does not know are left out. */
  readonly versions: readonly (string | null)[];
  /** Asked just before the request leaves. */
  readonly mayBeSent: () => boolean;
}

/** Asks PVE to move a guest, exactly once. */
export function migrateGuest(transport: PveTransport, request: MigrationRequest): Promise<TaskAnswer> {
  return startTask(transport, request.mayBeSent, (once) => post(once, request));
}

function post(transport: PveTransport, { kind, vmid, from, to, running, versions }: MigrationRequest) {
  const node = proxmoxClient(transport).nodes.$(encodeURIComponent(from));
  if (kind === "lxc")
    return node.lxc.$(vmid).migrate.$post({ target: to, ...(running && { restart: true }) });
  const conntrack = running && versions.every((version) => atLeast(version, "9.0"));
  return node.qemu.$(vmid).migrate.$post({
    target: to,
    // PVE ignores it for a VM that is off, and a VM that was started just now is moved all the same.
    online: true,
    "with-local-disks": true,
    ...(conntrack && { "with-conntrack-state": true }),
  });
}
