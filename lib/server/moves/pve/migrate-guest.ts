import "server-only";
import { proxmoxClient } from "@/lib/server/proxmox/proxmox-client";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";
import { atLeast } from "@/lib/server/proxmox/pve-version";
import { parseUpid } from "@/lib/server/proxmox/upid";

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

/**
 * What became of a request. `refused`: PVE said no, and nothing was started. `not-sent`: it never left. `lost`: it may have been
 * carried out, and has to be looked for.
 */
export type MigrationAnswer =
  | { readonly outcome: "started"; readonly upid: string }
  | { readonly outcome: "refused" | "not-sent" | "lost"; readonly sentence: string };

/** Asks PVE to move a guest, exactly once. */
export async function migrateGuest(
  transport: PveTransport,
  request: MigrationRequest,
): Promise<MigrationAnswer> {
  const once: PveTransport = {
    request: (call) => transport.request({ ...call, mayBeSent: request.mayBeSent }),
    forgiveNode: (node) => transport.forgiveNode(node),
    close: () => transport.close(),
  };
  try {
    const upid: unknown = await post(once, request);
    if (typeof upid === "string" && parseUpid(upid)) return { outcome: "started", upid };
    return { outcome: "lost", sentence: "Proxmox VE's answer names no task." };
  } catch (error) {
    if (!(error instanceof PveError)) throw error;
    return { outcome: outcomeOf(error), sentence: error.message };
  }
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

const NEVER_LEFT = new Set([
  "name_not_found",
  "certificate_untrusted",
  "certificate_expired",
  "certificate_name_mismatch",
  "fingerprint_changed",
  "budget_exhausted",
]);
const REFUSED_CONNECTION = new Set([
  "ECONNREFUSED",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "EHOSTDOWN",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** What became of a request that changes something and ended with this error. */
export function outcomeOf(error: PveError): "refused" | "not-sent" | "lost" {
  const { status, kind } = error;
  if (status === 400 || status === 401 || status === 403 || status === 501) return "refused";
  // PVE's own 500 comes before it makes a task; one of a proxy in between is a web page.
  if (status === 500 && kind === "server_error") return "refused";
  if (error.attempts === 0 || !error.sent || NEVER_LEFT.has(kind)) return "not-sent";
  return REFUSED_CONNECTION.has(codeOf(error.cause)) ? "not-sent" : "lost";
}

function codeOf(cause: unknown): string {
  return typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "";
}
