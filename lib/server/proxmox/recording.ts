import "server-only";
import { encodeParameters } from "./encode-parameters";
import { PveError } from "./pve-error";
import type { PveAnswer, PveRequest, PveTransport } from "./pve-transport";
import { redactBody, redactText } from "./redact";

/** One recorded call, as a line of a recording. */
export interface RecordedCall {
  readonly method: string;
  /** With `/api2/json` in front and the query behind. */
  readonly path: string;
  readonly status: number;
  readonly reason: string;
  readonly body: unknown;
}

/** A transport that hands every finished call, without secrets, to `record` before it answers. */
export function recordingTransport(inner: PveTransport, record: (call: RecordedCall) => void): PveTransport {
  return {
    async request(request) {
      try {
        const answer = await inner.request(request);
        record(recordedCall(request, answer));
        return answer;
      } catch (error) {
        if (error instanceof PveError && error.status !== null)
          record(recordedCall(request, { status: error.status, reason: error.reason, body: error.body }));
        throw error;
      }
    },
    forgiveNode: (node) => inner.forgiveNode(node),
    close: () => inner.close(),
  };
}

function recordedCall(
  request: PveRequest,
  answer: Pick<PveAnswer, "status" | "reason" | "body">,
): RecordedCall {
  const query = request.method === "GET" ? encodeParameters(request.params) : "";
  return {
    method: request.method,
    path: redactText(`/api2/json${request.path}${query ? `?${query}` : ""}`),
    status: answer.status,
    reason: redactText(answer.reason),
    body: redactBody(answer.body),
  };
}
