import "server-only";
import { encodeParameters } from "./encode-parameters";
import { PveError } from "./pve-error";
import type { PveAnswer, PveRequest, PveTransport } from "./pve-transport";
import { readAnswer } from "./read-answer";
import type { RecordedCall } from "./recording";

const ENDPOINT = "recording";

/** Parameters that change nothing when they have these values, so a recording may have left them out. */
const DEFAULTS: Readonly<Record<string, string>> = {
  cf: "AVERAGE",
  history: "0",
  "local-only": "0",
  current: "0",
};

export interface PlaybackTransport extends PveTransport {
  /** Recorded paths without query, of all GET calls. */
  readonly paths: readonly string[];
  /** Whether a call was recorded. */
  has(request: Pick<PveRequest, "method" | "path" | "params">): boolean;
}

/**
 * Answers from a recording as if it were the cluster. A call recorded several times is answered in that order, the
 * last answer then stays; a call that was not recorded counts as 595.
 */
export function playbackTransport(calls: readonly RecordedCall[]): PlaybackTransport {
  const answers = new Map<string, RecordedCall[]>();
  for (const call of calls) {
    const key = keyOf(call.method, call.path);
    answers.set(key, [...(answers.get(key) ?? []), call]);
  }
  const keyOfRequest = ({ method, path, params }: Pick<PveRequest, "method" | "path" | "params">) => {
    const query = encodeParameters(params);
    return keyOf(method, `${path}${query ? `?${query}` : ""}`);
  };
  return {
    paths: calls
      .filter(({ method }) => method.toUpperCase() === "GET")
      .map(({ path }) => barePath(path).split("?")[0] ?? ""),
    has: (request) => answers.has(keyOfRequest(request)),
    async request(request) {
      const queue = answers.get(keyOfRequest(request));
      const call = queue && queue.length > 1 ? queue.shift() : queue?.[0];
      if (!call) throw notRecorded(request.path);
      return play(call, request.path);
    },
    forgiveNode: () => undefined,
    close: async () => undefined,
  };
}

function play(call: RecordedCall, path: string): PveAnswer {
  const text = typeof call.body === "string" ? call.body : JSON.stringify(call.body ?? null);
  const raw = { endpoint: ENDPOINT, status: call.status, reason: call.reason, text, contentType: "" };
  const { data, body } = readAnswer(raw, path);
  return {
    data,
    body,
    status: call.status,
    reason: call.reason,
    endpoint: ENDPOINT,
    dateMs: null,
    attempts: 1,
  };
}

function notRecorded(path: string): PveError {
  return new PveError("node_unreachable", `${path} was not recorded.`, {
    endpoint: ENDPOINT,
    status: 595,
    attempts: 1,
  });
}

function keyOf(method: string, pathAndQuery: string): string {
  const [path = "", query = ""] = barePath(pathAndQuery).split("?", 2);
  const pairs = [...new URLSearchParams(query)]
    .filter(([name, value]) => DEFAULTS[name] !== value)
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  return `${method.toUpperCase()} ${safeDecode(path)}?${pairs.join("&")}`;
}

/** `/nodes` out of `/api2/json/nodes`, also with host in front or with a slash behind. */
function barePath(path: string): string {
  return path
    .replace(/^https?:\/\/[^/]+/i, "")
    .replace(/^\/?api2\/[a-z]+(?=\/|\?|$)/i, "")
    .replace(/\/+(?=\?|$)/, "");
}

function safeDecode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
