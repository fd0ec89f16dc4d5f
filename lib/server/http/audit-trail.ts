import "server-only";
import { recordAudit } from "@/lib/server/audit/record-audit";
import type { Viewer } from "@/lib/server/auth/viewer";
import type { RouteCall } from "./route-call";

export interface AuditSubject<Params, Body> {
  readonly params: Params;
  readonly body: Body;
}

/** How a write appears in the audit log. */
export interface RouteAudit<Params, Body> {
  /** Noun and verb, such as `cluster.create`. */
  readonly action: string;
  /** What it is done to, such as `cluster:prod-a`. Not asked when the input was refused. */
  readonly target?: (subject: AuditSubject<Params, Body>) => string;
  readonly details?: (subject: AuditSubject<Params, Body>) => Readonly<Record<string, unknown>>;
  /** `handler`: the verb records its success in its own transaction; refusals are still recorded here. */
  readonly success?: "here" | "handler";
}

interface TrailOptions<Params, Body> {
  readonly audit: RouteAudit<Params, Body> | undefined;
  readonly viewer: Viewer | null;
  readonly call: RouteCall;
}

/** Writes the audit entry of one call when it ends. Strangers are in the log of requests, not here. */
export function openTrail<Params, Body>({ audit, viewer, call }: TrailOptions<Params, Body>) {
  let subject: AuditSubject<Params, Body> | null = null;
  let ended = false;
  return {
    about(input: AuditSubject<Params, Body>): void {
      subject = input;
    },
    /** Records the outcome; only the first call counts. */
    async end(result: string): Promise<void> {
      if (ended) return;
      ended = true;
      if (!audit || viewer === null || (result === "ok" && audit.success === "handler")) return;
      await recordAudit({
        viewer,
        action: audit.action,
        target: subject && audit.target ? audit.target(subject) : null,
        details: subject && audit.details ? audit.details(subject) : {},
        result,
        ipAddress: call.ipAddress,
        requestId: call.requestId,
      });
    },
  };
}
