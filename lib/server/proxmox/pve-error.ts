import "server-only";
import type { ConnectionProblemCode } from "@/lib/api/clusters";

/** What went wrong with a call; the first group concerns the connection, the second this one call. */
export type PveErrorKind = ConnectionProblemCode | "parameter" | "node_unreachable";

export interface PveErrorDetails {
  /** `host:port` that was asked. */
  readonly endpoint: string;
  /** HTTP status; null when there was no answer. */
  readonly status?: number | null;
  readonly reason?: string;
  readonly body?: unknown;
  /** The right that is missing, such as `VM.Migrate on /vms/100`. */
  readonly privilege?: string | null;
  /** True once the request may have reached PVE: a write must then be looked for before it is sent again. */
  readonly sent?: boolean;
  /** Fingerprint that the endpoint showed, where a certificate was refused. */
  readonly fingerprint?: string | null;
  /** Requests put on the wire for this call. */
  readonly attempts?: number;
  readonly cause?: unknown;
}

const BRAND = Symbol.for("evenkeel.PveError");

/** A call to PVE that failed. The message is a sentence for the operator and holds no secret. */
export class PveError extends Error {
  /** The class exists once in each server bundle, and a connection that one made serves the others. */
  static override [Symbol.hasInstance](value: unknown): value is PveError {
    return typeof value === "object" && value !== null && BRAND in value;
  }

  readonly [BRAND] = true;
  readonly kind: PveErrorKind;
  readonly endpoint: string;
  readonly status: number | null;
  readonly reason: string;
  readonly body: unknown;
  readonly privilege: string | null;
  readonly sent: boolean;
  readonly fingerprint: string | null;
  attempts: number;

  constructor(kind: PveErrorKind, message: string, details: PveErrorDetails) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "PveError";
    this.kind = kind;
    this.endpoint = details.endpoint;
    this.status = details.status ?? null;
    this.reason = details.reason ?? "";
    this.body = details.body ?? null;
    this.privilege = details.privilege ?? null;
    this.sent = details.sent ?? false;
    this.fingerprint = details.fingerprint ?? null;
    this.attempts = details.attempts ?? 0;
  }
}

const ABOUT_THE_CONNECTION: ReadonlySet<PveErrorKind> = new Set<PveErrorKind>([
  "unreachable",
  "timeout",
  "name_not_found",
  "certificate_untrusted",
  "certificate_expired",
  "certificate_name_mismatch",
  "fingerprint_changed",
  "not_tls",
  "not_proxmox",
  "garbage",
]);

/** True when another endpoint may well give the answer that this one did not. */
export function isAboutTheConnection(kind: PveErrorKind): boolean {
  return ABOUT_THE_CONNECTION.has(kind);
}
