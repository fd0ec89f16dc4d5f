import "server-only";

export type PveMethod = "GET" | "POST" | "PUT" | "DELETE";
export type PveParameter = string | number | boolean | readonly (string | number)[] | null | undefined;
export type PveParameters = Readonly<Record<string, PveParameter>>;

export interface PveRequest {
  readonly method: PveMethod;
  /** Below `/api2/json`, such as `/nodes/pve1/status`; already URL-encoded. */
  readonly path: string;
  /** The path with `{}` for what varies, for statistics: `/nodes/{}/status`. */
  readonly template?: string;
  readonly params?: PveParameters | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number | undefined;
  /** Asked before every attempt, fail-overs included; when false, nothing is sent and the call is `budget_exhausted`. */
  readonly mayBeSent?: (() => boolean) | undefined;
  /** Only this endpoint, `host:port`, is asked, whatever is known of its health: to find out about it. */
  readonly endpoint?: string | undefined;
}

export interface PveAnswer {
  readonly data: unknown;
  readonly status: number;
  readonly reason: string;
  /** The whole parsed body; `data` is inside. */
  readonly body: unknown;
  readonly endpoint: string;
  /** The answering host's clock, from its Date header. */
  readonly dateMs: number | null;
  /** Requests put on the wire until this answer came: more than one after a fail-over. */
  readonly attempts: number;
}

/** Carries calls to one cluster. Throws PveError and nothing else. */
export interface PveTransport {
  request(request: PveRequest): Promise<PveAnswer>;
  /** Forgets that a node did not answer, because something else says that it is back. */
  forgiveNode(node: string): void;
  close(): Promise<void>;
}
