import type { ApiFault } from "./faults";
import type { Answer } from "./respond";

/** What the faults make of a call: an answer of their own, silence, or (null) nothing but a delay. */
export async function meetFaults(
  faults: readonly ApiFault[],
  wait: (seconds: number) => Promise<void>,
): Promise<Answer | "hang" | null> {
  let verdict: Answer | "hang" | null = null;
  for (const fault of faults) {
    switch (fault.do) {
      case "api-latency":
        await wait(fault.milliseconds / 1000);
        break;
      case "api-error":
        verdict = errorAnswer(fault.status, fault.message);
        break;
      case "api-garbage":
        verdict = garbage(fault.kind);
        break;
      case "hang":
        return "hang";
    }
  }
  return verdict;
}

function errorAnswer(status: number, message: string): Answer {
  const body =
    status === 401 || status >= 595 ? null : JSON.stringify({ data: null, message: `${message}\n` });
  return { status, reason: message, body };
}

function garbage(kind: "html" | "truncated" | "empty" | "binary"): Answer {
  switch (kind) {
    case "html":
      return {
        status: 200,
        reason: "OK",
        type: "text/html; charset=UTF-8",
        body: "<!DOCTYPE html><html><body><h1>It works!</h1></body></html>",
      };
    case "truncated":
      return { status: 200, reason: "OK", body: '{"data":[{"id":"node/pve1","type":"no' };
    case "empty":
      return { status: 200, reason: "OK", body: "" };
    case "binary":
      return { status: 200, reason: "OK", body: "\u0000\u0001\u0002\ufffd{]" };
  }
}
