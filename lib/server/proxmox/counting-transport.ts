import "server-only";
import { PveError } from "./pve-error";
import type { PveTransport } from "./pve-transport";

export interface CountingTransport extends PveTransport {
  /** Requests put on the wire so far, fail-overs and failures included. */
  readonly calls: () => number;
}

/**
 * Counts what one task sends through a transport that it shares with others.
 *
 * @param mostCalls are sent, fail-overs included; what comes after is `budget_exhausted`
 */
export function countingTransport(
  inner: PveTransport,
  mostCalls = Number.POSITIVE_INFINITY,
): CountingTransport {
  let calls = 0;
  let sent = 0;
  const mayBeSent = () => {
    sent += 1;
    return sent <= mostCalls;
  };
  return {
    calls: () => calls,
    async request(request) {
      try {
        const answer = await inner.request({ ...request, mayBeSent });
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
