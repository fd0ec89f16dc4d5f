import "server-only";
import { PveError } from "./pve-error";
import type { PveTransport } from "./pve-transport";

export interface CountingTransport extends PveTransport {
  /** Requests put on the wire so far, fail-overs and failures included. */
  readonly calls: () => number;
}

/** Counts what one task sends through a transport that it shares with others. */
export function countingTransport(inner: PveTransport): CountingTransport {
  let calls = 0;
  return {
    calls: () => calls,
    async request(request) {
      try {
        const answer = await inner.request(request);
        calls += answer.attempts;
        return answer;
      } catch (error) {
        calls += error instanceof PveError ? error.attempts : 1;
        throw error;
      }
    },
    forgiveNode: (node) => inner.forgiveNode(node),
    close: () => inner.close(),
  };
}
