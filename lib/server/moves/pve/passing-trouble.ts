import "server-only";
import type { PveError, PveErrorKind } from "@/lib/server/proxmox/pve-error";

/** The connection itself is to be put right by somebody: asking again would not help. */
const FOR_A_PERSON: ReadonlySet<string> = new Set<PveErrorKind>([
  "token_invalid",
  "forbidden",
  "parameter",
  "certificate_untrusted",
  "certificate_expired",
  "certificate_name_mismatch",
  "fingerprint_changed",
  "not_tls",
]);
/** PVE's own words for what was too slow just now. */
const TOO_SLOW = /got timeout|timed out|timeout|temporarily unavailable|connection (?:refused|reset|closed)/i;

/** Whether the same question may well be answered a moment later: nobody said no. */
export function isPassingTrouble({ kind, status, message }: PveError): boolean {
  if (kind === "server_error" && status === 500) return TOO_SLOW.test(message);
  if (status === 501) return false;
  return mayPass(kind);
}

/** The same for the code of what keeps a cluster from being read. */
export function mayPass(problem: string): boolean {
  return !FOR_A_PERSON.has(problem);
}

/** PVE does not know a task: its record was removed, or the node was installed anew. */
export function isTaskGone({ kind, message }: PveError): boolean {
  return (kind === "parameter" || kind === "server_error") && message.includes("no such task");
}
