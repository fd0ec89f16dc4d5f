import "server-only";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";
import { parseUpid } from "@/lib/server/proxmox/upid";

/**
 * What became of a request that starts a task. `refused`: PVE said no, and nothing was started. `not-sent`: it never left. `lost`: it may
 * have been carried out, and has to be looked for.
 */
export type TaskAnswer =
  | { readonly outcome: "started"; readonly upid: string }
  | { readonly outcome: "refused" | "not-sent" | "lost"; readonly sentence: string };

/**
 * Asks PVE for a task exactly once.
 *
 * @param mayBeSent asked just before the request leaves
 * @param post sends it over the transport it is given
 */
export async function startTask(
  transport: PveTransport,
  mayBeSent: () => boolean,
  post: (once: PveTransport) => Promise<unknown>,
): Promise<TaskAnswer> {
  const once: PveTransport = {
    request: (call) => transport.request({ ...call, mayBeSent }),
    forgiveNode: (node) => transport.forgiveNode(node),
    close: () => transport.close(),
  };
  try {
    const upid = await post(once);
    if (typeof upid === "string" && parseUpid(upid)) return { outcome: "started", upid };
    return { outcome: "lost", sentence: "Proxmox VE's answer names no task." };
  } catch (error) {
    if (!(error instanceof PveError)) throw error;
    return { outcome: outcomeOf(error), sentence: error.message };
  }
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
function outcomeOf(error: PveError): "refused" | "not-sent" | "lost" {
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
