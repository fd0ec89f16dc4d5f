import "server-only";
import {
  type ConnectionProblem,
  type ConnectionProblemCode,
  connectionProblemCode,
} from "@/lib/api/clusters";
import type { PveError } from "@/lib/server/proxmox/pve-error";

/** What an operator is told of a failed reading: a code, and the sentence that the client made. */
export function connectionProblemOf(error: PveError, sinceMs: number): ConnectionProblem {
  return { code: codeOf(error), message: error.message, sinceMs };
}

function codeOf({ kind }: PveError): ConnectionProblemCode {
  const known = connectionProblemCode.safeParse(kind);
  if (known.success) return known.data;
  // The endpoint lives, but passes on that another host, or it itself, could not do the work.
  return kind === "node_unreachable" ? "unreachable" : "server_error";
}
