import type { Permissions } from "./judge-privileges";

export type ConcernSeverity = "ok" | "info" | "warning" | "critical";

/** One thing that the doctor looked at. */
export interface Concern {
  readonly id: string;
  readonly severity: ConcernSeverity;
  /** Short, such as `Quorum`. */
  readonly title: string;
  /** What was found and what follows from it. */
  readonly message: string;
  /** The endpoint or node it is about; null for the cluster. */
  readonly subject: string | null;
  /** The PVE call that told it, such as `GET /cluster/status`; null when none did. */
  readonly call: string | null;
  /** HTTP status, when the call failed. */
  readonly status: number | null;
  /** Commands for a root shell that mend it. */
  readonly fix: readonly string[];
}

export interface ExaminedEndpoint {
  readonly label: string;
  readonly latencyMs: number | null;
  /** The host's clock minus ours; null when it did not answer. */
  readonly clockOffsetMs: number | null;
  readonly certificateValidToMs: number | null;
  readonly clusterName: string | null;
  readonly nodes: readonly string[];
  readonly failure: {
    readonly message: string;
    readonly call: string | null;
    readonly status: number | null;
  } | null;
}

export interface ClusterFacts {
  readonly checkedAtMs: number;
  readonly tlsPolicy: "system" | "custom_ca" | "fingerprint" | "insecure";
  readonly endpoints: readonly ExaminedEndpoint[];
  /** Null for a standalone host, or when it may not be read. */
  readonly quorate: boolean | null;
  readonly nodes: readonly {
    readonly name: string;
    readonly online: boolean;
    readonly pveVersion: string | null;
    readonly clockOffsetMs: number | null;
  }[];
  readonly haServices: number | null;
  /** HA rules that PVE ignores, with its reason, as of the last reading. */
  readonly ignoredRules: readonly { readonly id: string; readonly error: string }[];
  readonly balancer: { readonly mode: string; readonly automatic: boolean } | null;
  readonly token: {
    readonly id: string;
    readonly privilegeSeparation: boolean | null;
    /** 0 when it never expires; null when PVE does not tell. */
    readonly expiresAtMs: number | null;
  };
  readonly permissions: Permissions | null;
  readonly major: number;
}

export const DAY_MS = 86_400_000;

/** A concern with everything that it is not about left empty. */
export function concern(
  part: Partial<Concern> & Pick<Concern, "id" | "severity" | "title" | "message">,
): Concern {
  return { subject: null, call: null, status: null, fix: [], ...part };
}
