import "server-only";
import pLimit, { type LimitFunction } from "p-limit";
import { Agent, type Dispatcher } from "undici";
import { countCall, templateOf } from "./call-statistics";
import { CircuitBreaker } from "./circuit-breaker";
import { encodeParameters } from "./encode-parameters";
import { noteCall } from "./endpoint-activity";
import { endpointConnector } from "./endpoint-connector";
import { explainFailure } from "./explain-failure";
import { nodeOfCall } from "./node-of-call";
import { endpointLabel, type PveConnection, type PveEndpoint } from "./pve-connection";
import { PveError } from "./pve-error";
import type { PveAnswer, PveRequest } from "./pve-transport";
import { readAnswer } from "./read-answer";

/** Larger than any honest answer: 10,000 guests are some 8 MB. */
const LARGEST_ANSWER_BYTES = 64 * 1024 * 1024;
const MOST_SOCKETS = 32;

/** One endpoint of a cluster: its sockets, its state of health and how a request is put on the wire. */
export class EndpointChannel {
  readonly label: string;
  readonly breaker = new CircuitBreaker();
  /** Calls that this host answers itself rather than passing them on to another node. */
  readonly limiter: LimitFunction;
  private readonly reads: Agent;
  private readonly writes: Agent;

  constructor(
    private readonly connection: PveConnection,
    private readonly endpoint: PveEndpoint,
    parallelCalls: number,
  ) {
    this.limiter = pLimit(parallelCalls);
    this.label = endpointLabel(endpoint);
    const connect = endpointConnector(connection, endpoint);
    const common = {
      connect,
      connections: MOST_SOCKETS,
      headersTimeout: 0,
      bodyTimeout: 0,
      maxResponseSize: LARGEST_ANSWER_BYTES,
    };
    this.reads = new Agent({ ...common, pipelining: 1 });
    // A kept-alive socket may be closing just now, and a write must not be sent twice to find out.
    this.writes = new Agent({ ...common, pipelining: 0 });
  }

  /** Sends one request once. Throws PveError. */
  async send(request: PveRequest, signal: AbortSignal): Promise<PveAnswer> {
    const startedAt = performance.now();
    try {
      const answer = await this.exchange(request, signal);
      this.tell(request, performance.now() - startedAt, answer.status);
      return answer;
    } catch (error) {
      const failure = explainFailure(error, this.endpoint, { sent: true });
      this.tell(request, performance.now() - startedAt, failure);
      throw failure;
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.reads.destroy(), this.writes.destroy()]);
  }

  private tell(request: PveRequest, ms: number, end: number | PveError): void {
    const template = request.template ?? templateOf(request.path);
    const labels = { clusterId: this.connection.id, endpoint: this.label, ms };
    const failure = end instanceof PveError ? end : null;
    countCall({ ...labels, method: request.method, template, outcome: outcomeOf(end) });
    noteCall({ ...labels, node: nodeOfCall(request.path), call: `${request.method} ${template}`, failure });
  }

  private async exchange(request: PveRequest, signal: AbortSignal): Promise<PveAnswer> {
    const answer = await this.dispatch(request, signal);
    const text = await this.readText(answer);
    const raw = {
      endpoint: this.label,
      status: answer.statusCode,
      reason: answer.statusText ?? "",
      text,
      contentType: String(answer.headers["content-type"] ?? ""),
    };
    const { data, body } = readAnswer(raw, request.path);
    const date = Date.parse(String(answer.headers.date ?? ""));
    return {
      data,
      body,
      status: raw.status,
      reason: raw.reason,
      endpoint: this.label,
      dateMs: Number.isFinite(date) ? date : null,
      attempts: 1,
    };
  }

  private dispatch(request: PveRequest, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
    const isWrite = request.method !== "GET";
    const encoded = encodeParameters(request.params);
    const inBody = request.method === "POST" || request.method === "PUT";
    const query = !inBody && encoded !== "" ? `?${encoded}` : "";
    const agent = isWrite ? this.writes : this.reads;
    return agent.request({
      origin: `https://${this.label}`,
      path: `/api2/json${request.path}${query}`,
      method: request.method,
      signal,
      headers: {
        accept: "application/json",
        "user-agent": "evenkeel",
        authorization: `PVEAPIToken=${this.connection.tokenId}=${this.connection.tokenSecret}`,
        ...(inBody ? { "content-type": "application/x-www-form-urlencoded" } : {}),
      },
      body: inBody ? encoded : null,
    });
  }

  private async readText(answer: Dispatcher.ResponseData): Promise<string> {
    try {
      return await answer.body.text();
    } catch (error) {
      const code = typeof error === "object" && error !== null && "code" in error ? error.code : "";
      if (code !== "UND_ERR_RES_EXCEEDED_MAX_SIZE") throw error;
      throw new PveError("garbage", `${this.label} sends an answer of more than 64 MiB; it was not read.`, {
        endpoint: this.label,
        status: answer.statusCode,
        sent: true,
      });
    }
  }
}

function outcomeOf(end: number | PveError): string {
  return typeof end === "number" ? String(end) : String(end.status ?? end.kind);
}
