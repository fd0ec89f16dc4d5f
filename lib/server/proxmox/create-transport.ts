import "server-only";
import { setMaxListeners } from "node:events";
import pLimit, { type LimitFunction } from "p-limit";
import { CallBudget } from "./call-budget";
import { CircuitBreaker } from "./circuit-breaker";
import { EndpointChannel } from "./endpoint-channel";
import { nodeOfCall } from "./node-of-call";
import type { PveConnection } from "./pve-connection";
import { isAboutTheConnection, PveError } from "./pve-error";
import type { PveAnswer, PveRequest, PveTransport } from "./pve-transport";
import { withDeadline } from "./with-deadline";

/** PVE needs up to 30 s to find out that a node is dead, and then says so. */
const READ_TIMEOUT_MS = 35_000;
/** What the asked host answers from its own memory is there at once, or the host is in trouble. */
const LOCAL_READ_TIMEOUT_MS = 15_000;
const WRITE_TIMEOUT_MS = 60_000;
const PROBE_TIMEOUT_MS = 3_000;
const PARALLEL_CALLS_PER_NODE = 3;
export const DEFAULT_CALLS_PER_MINUTE = 600;

export interface TransportOptions {
  /** Never more calls than this in any minute, failures included. */
  readonly callsPerMinute?: number;
  /** One that outlives this transport, instead of one of its own. */
  readonly budget?: CallBudget;
  /** Calls that one node works on at the same time. */
  readonly parallelCallsPerNode?: number;
}

interface NodeState {
  readonly breaker: CircuitBreaker;
  readonly limiter: LimitFunction;
}

/**
 * The way to one cluster. Reads go to the first healthy endpoint and fail over to the others; a write is sent once,
 * to one endpoint, and never again. At most three calls run per node; a node that does not answer is left alone for
 * a while, so that it never delays the rest. Throws PveError.
 */
export function createTransport(connection: PveConnection, options: TransportOptions = {}): PveTransport {
  return new Transport(connection, options);
}

class Transport implements PveTransport {
  private readonly channels: readonly EndpointChannel[];
  private readonly nodes = new Map<string, NodeState>();
  private readonly closing = new AbortController();
  private readonly budget: CallBudget;
  private readonly parallelCalls: number;

  constructor(
    private readonly connection: PveConnection,
    options: TransportOptions,
  ) {
    setMaxListeners(0, this.closing.signal);
    this.budget = options.budget ?? new CallBudget(options.callsPerMinute ?? DEFAULT_CALLS_PER_MINUTE);
    this.parallelCalls = options.parallelCallsPerNode ?? PARALLEL_CALLS_PER_NODE;
    this.channels = connection.endpoints.map(
      (endpoint) => new EndpointChannel(connection, endpoint, this.parallelCalls),
    );
  }

  async request(request: PveRequest): Promise<PveAnswer> {
    const node = nodeOfCall(request.path);
    if (node === null) return this.viaEndpoints(request);
    const { breaker, limiter } = this.nodeState(node);
    return limiter(async () => {
      const isProbe = !breaker.isClosed;
      if (!breaker.admit()) throw this.nodeIsResting(node, breaker);
      try {
        const answer = await this.viaEndpoints(
          isProbe ? { ...request, timeoutMs: PROBE_TIMEOUT_MS } : request,
        );
        breaker.succeeded();
        return answer;
      } catch (error) {
        settleNode(breaker, error);
        throw error;
      }
    });
  }

  forgiveNode(node: string): void {
    this.nodes.get(node)?.breaker.succeeded();
  }

  async close(): Promise<void> {
    this.closing.abort();
    await Promise.all(this.channels.map((channel) => channel.close()));
  }

  private viaEndpoints(request: PveRequest): Promise<PveAnswer> {
    if (request.endpoint !== undefined) return this.viaOne(request, request.endpoint);
    const healthy = this.channels.filter((channel) => channel.breaker.isClosed);
    if (request.method !== "GET") return this.writeOnce(request, healthy);
    // A dead endpoint is tried again beside the healthy ones when its pause is over, last in the row.
    const rested = this.channels.filter(({ breaker }) => !breaker.isClosed && breaker.pauseMs === 0);
    if (healthy.length > 0) return this.readInTurn(request, [...healthy, ...rested]);
    return this.readFromAll(request);
  }

  private async viaOne(request: PveRequest, label: string): Promise<PveAnswer> {
    const channel = this.channels.find((candidate) => candidate.label === label);
    if (!channel) throw noEndpoint(this.connection);
    return this.sendThrough(channel, request, readTimeoutMs(request));
  }

  private async writeOnce(request: PveRequest, healthy: readonly EndpointChannel[]): Promise<PveAnswer> {
    const channel = healthy[0] ?? this.channels[0];
    if (!channel) throw noEndpoint(this.connection);
    return this.sendThrough(channel, request, request.timeoutMs ?? WRITE_TIMEOUT_MS);
  }

  private async readInTurn(request: PveRequest, channels: readonly EndpointChannel[]): Promise<PveAnswer> {
    let attempts = 0;
    let first: PveError | null = null;
    for (const channel of withSecondChance(channels)) {
      if (first !== null && channel === channels[0] && !wasBrokenOff(first)) continue;
      try {
        const answer = await this.sendThrough(channel, request, readTimeoutMs(request));
        return { ...answer, attempts: answer.attempts + attempts };
      } catch (error) {
        if (!(error instanceof PveError)) throw error;
        attempts += error.attempts;
        first ??= error;
        if (!isAboutTheConnection(error.kind) || request.signal?.aborted) {
          error.attempts = attempts;
          throw error;
        }
      }
    }
    if (!first) throw noEndpoint(this.connection);
    first.attempts = attempts;
    throw first;
  }

  /** No endpoint is known to be well: ask all at once, so that the first one to return is noticed at once. */
  private async readFromAll(request: PveRequest): Promise<PveAnswer> {
    const stop = new AbortController();
    const relay = () => stop.abort();
    request.signal?.addEventListener("abort", relay, { once: true });
    if (request.signal?.aborted) stop.abort();
    const timeoutMs = readTimeoutMs(request);
    const failures: (PveError | null)[] = this.channels.map(() => null);
    try {
      const answer = await Promise.any(
        this.channels.map((channel, index) =>
          this.sendThrough(channel, { ...request, signal: stop.signal }, timeoutMs).catch(
            (error: unknown) => {
              failures[index] = error instanceof PveError ? error : null;
              throw error;
            },
          ),
        ),
      );
      return { ...answer, attempts: this.channels.length };
    } catch {
      const failure = failures.find((error) => error !== null) ?? noEndpoint(this.connection);
      failure.attempts = failures.reduce((sum, error) => sum + (error?.attempts ?? 0), 0);
      throw failure;
    } finally {
      request.signal?.removeEventListener("abort", relay);
      stop.abort();
    }
  }

  private async sendThrough(
    channel: EndpointChannel,
    request: PveRequest,
    timeoutMs: number,
  ): Promise<PveAnswer> {
    const node = nodeOfCall(request.path);
    const send = async () => {
      if (request.signal?.aborted) throw givenUp(channel.label, request.path);
      if (request.mayBeSent?.() === false) throw notAdmitted(channel.label, request.path);
      if (!this.budget.take()) throw outOfBudget(channel.label, this.budget);
      return withDeadline(
        {
          timeoutMs,
          signals: [request.signal, this.closing.signal],
          endpoint: channel.label,
          path: request.path,
        },
        (signal) => channel.send(request, signal),
      );
    };
    try {
      const answer = await (node === null ? channel.limiter(send) : send());
      channel.breaker.succeeded();
      return answer;
    } catch (error) {
      settleEndpoint(channel.breaker, error, node !== null);
      throw error;
    }
  }

  private nodeState(node: string): NodeState {
    let state = this.nodes.get(node);
    if (!state) {
      state = {
        breaker: new CircuitBreaker({ baseMs: 10_000, maximumMs: 60_000 }),
        limiter: pLimit(this.parallelCalls),
      };
      this.nodes.set(node, state);
    }
    return state;
  }

  private nodeIsResting(node: string, breaker: CircuitBreaker): PveError {
    const seconds = Math.ceil(breaker.pauseMs / 1_000);
    return new PveError(
      "node_unreachable",
      `${node} did not answer lately; it is asked again in ${seconds} s.`,
      {
        endpoint: this.channels[0]?.label ?? this.connection.name,
      },
    );
  }
}

function readTimeoutMs({ timeoutMs, path }: PveRequest): number {
  return timeoutMs ?? (nodeOfCall(path) === null ? LOCAL_READ_TIMEOUT_MS : READ_TIMEOUT_MS);
}

/** The one endpoint of a small set-up gets a second try, since a kept-alive socket may just have been closed. */
function withSecondChance(channels: readonly EndpointChannel[]): readonly EndpointChannel[] {
  const [only, ...others] = channels;
  return only && others.length === 0 ? [only, only] : channels;
}

function wasBrokenOff(error: PveError): boolean {
  return error.kind === "unreachable" && error.sent;
}

function settleNode(breaker: CircuitBreaker, error: unknown): void {
  const kind = error instanceof PveError ? error.kind : null;
  const wasAsked = error instanceof PveError && error.attempts > 0;
  if (wasAsked && (kind === "node_unreachable" || kind === "timeout")) breaker.failed();
  else if (kind === null || !wasAsked || kind === "budget_exhausted" || isAboutTheConnection(kind))
    breaker.released();
  else breaker.succeeded();
}

function settleEndpoint(breaker: CircuitBreaker, error: unknown, isForNode: boolean): void {
  if (!(error instanceof PveError) || error.attempts === 0) breaker.released();
  // A call that is passed on and gets no answer says something about that node, not about this endpoint.
  else if (isForNode && error.kind === "timeout" && error.sent) breaker.released();
  else if (isAboutTheConnection(error.kind)) breaker.failed();
  else breaker.succeeded();
}

function outOfBudget(endpoint: string, budget: CallBudget): PveError {
  return new PveError(
    "budget_exhausted",
    `The budget of ${budget.callsPerMinute} calls a minute is used up; calls go on as soon as it allows.`,
    { endpoint },
  );
}

function notAdmitted(endpoint: string, path: string): PveError {
  return new PveError("budget_exhausted", `${path} was not asked: this reading has made all calls it may.`, {
    endpoint,
  });
}

function givenUp(endpoint: string, path: string): PveError {
  return new PveError("timeout", `${path} was not asked any more: the time for this reading was over.`, {
    endpoint,
  });
}

function noEndpoint(connection: PveConnection): PveError {
  return new PveError("unreachable", `${connection.name} has no endpoint that could be asked.`, {
    endpoint: connection.name,
  });
}
