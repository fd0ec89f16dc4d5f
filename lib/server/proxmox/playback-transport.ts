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

/** Parameters that only narrow a list: what was recorded with them is still the best answer to the call without. */
const NARROWING = new Set(
  "since until limit start errors source full enabled content statusfilter typefilter userfilter max start-time history".split(
    " ",
  ),
);

const NOTHING: ReadonlySet<string> = new Set();

interface Queue {
  readonly calls: RecordedCall[];
  played: number;
}

export interface RecordedRequest {
  readonly method: "GET";
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
}

export interface PlaybackTransport extends PveTransport {
  /** Recorded paths without query, of all GET calls. */
  readonly paths: readonly string[];
  /** All GET calls, each once, in their order. */
  readonly requests: readonly RecordedRequest[];
  /** Whether a call was recorded. */
  has(request: Pick<PveRequest, "method" | "path" | "params">): boolean;
}

/**
 * Answers from a recording as if it were the cluster. A call recorded several times is answered in that order, the
 * last answer then stays; a call that was not recorded counts as 595.
 */
export function playbackTransport(calls: readonly RecordedCall[]): PlaybackTransport {
  const answers = new Map<string, Queue>();
  for (const call of calls) {
    const keys = new Set([keyOf(call.method, call.path), keyOf(call.method, call.path, NARROWING)]);
    for (const key of keys) {
      const queue = answers.get(key);
      if (queue) queue.calls.push(call);
      else answers.set(key, { calls: [call], played: 0 });
    }
  }
  const find = ({ method, path, params }: Pick<PveRequest, "method" | "path" | "params">) => {
    const query = encodeParameters(params);
    const full = `${path}${query ? `?${query}` : ""}`;
    return answers.get(keyOf(method, full)) ?? answers.get(keyOf(method, full, NARROWING));
  };
  const requests = requestsIn(calls);
  return {
    paths: requests.map(({ path }) => path),
    requests,
    has: (request) => find(request) !== undefined,
    async request(request) {
      const queue = find(request);
      const call = queue?.calls[Math.min(queue.played, queue.calls.length - 1)];
      if (!queue || !call) throw notRecorded(request.path);
      queue.played += 1;
      return play(call, request.path);
    },
    forgiveNode: () => undefined,
    close: async () => undefined,
  };
}

function play(call: RecordedCall, path: string): PveAnswer {
  const text = textOf(Array.isArray(call.body) ? { data: call.body } : (call.body ?? null));
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

function textOf(body: unknown): string {
  if (typeof body === "string") return body;
  try {
    return JSON.stringify(body);
  } catch {
    // Nested thousands of levels deep, which can be read but not written.
    return "[…";
  }
}

function notRecorded(path: string): PveError {
  return new PveError("node_unreachable", `${path} was not recorded.`, {
    endpoint: ENDPOINT,
    status: 595,
    attempts: 1,
  });
}

function keyOf(method: string, pathAndQuery: string, leaveOut: ReadonlySet<string> = NOTHING): string {
  const [path = "", query = ""] = barePath(pathAndQuery).split("?", 2);
  const pairs = [...new URLSearchParams(query)]
    .filter(([name, value]) => DEFAULTS[name] !== value && !leaveOut.has(name))
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  return `${method.toUpperCase()} ${safeDecode(path)}?${pairs.join("&")}`;
}

/** `/nodes` out of `/api2/json/nodes`, also with host or a proxy's path in front, without or with a slash too many. */
function barePath(path: string): string {
  const [whole = "", ...query] = path.trim().split("?");
  const bare = whole
    .replace(/^https?:\/\/[^/]+/i, "")
    .replace(/^(?:.*\/)?api2\/(?:json|extjs|html|text)(?=\/|$)/i, "")
    .replace(/\/+$/, "")
    .replace(/^\/*/, "/")
    .replace(/\/{2,}/g, "/");
  return query.length === 0 ? bare : `${bare}?${query.join("?")}`;
}

function requestsIn(calls: readonly RecordedCall[]): readonly RecordedRequest[] {
  const requests = new Map<string, RecordedRequest>();
  for (const { method, path: recorded } of calls) {
    const key = keyOf(method, recorded);
    if (method.toUpperCase() !== "GET" || requests.has(key)) continue;
    const [path = "", query = ""] = barePath(recorded).split("?", 2);
    requests.set(key, { method: "GET", path, params: Object.fromEntries(new URLSearchParams(query)) });
  }
  return [...requests.values()];
}

function safeDecode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
