import type { z } from "zod";
import { type ClusterConnection, type ClusterInput, clusterInput, type tlsPolicy } from "@/lib/api/clusters";

export interface EndpointDraft {
  readonly key: number;
  readonly host: string;
  readonly port: string;
  readonly fingerprint: string;
}

/** A connection while it is edited: everything is text. */
export interface ConnectionDraft {
  readonly name: string;
  readonly endpoints: readonly EndpointDraft[];
  readonly tokenId: string;
  readonly tokenSecret: string;
  readonly tlsPolicy: z.infer<typeof tlsPolicy>;
  readonly caCertificate: string;
  readonly intervalSeconds: string;
}

export const EMPTY_CONNECTION: ConnectionDraft = {
  name: "",
  endpoints: [{ key: 0, host: "", port: "8006", fingerprint: "" }],
  tokenId: "",
  tokenSecret: "",
  tlsPolicy: "fingerprint",
  caCertificate: "",
  intervalSeconds: "",
};

export function draftOf(connection: ClusterConnection): ConnectionDraft {
  return {
    name: connection.name,
    endpoints: connection.endpoints.map((endpoint, key) => ({
      key,
      host: endpoint.host,
      port: String(endpoint.port),
      fingerprint: endpoint.fingerprint ?? "",
    })),
    tokenId: connection.tokenId,
    tokenSecret: "",
    tlsPolicy: connection.tlsPolicy,
    caCertificate: connection.caCertificate ?? "",
    intervalSeconds: connection.intervalSeconds === null ? "" : String(connection.intervalSeconds),
  };
}

/** The endpoints with one of them a place earlier (-1) or later (1); the same where there is no such place. */
export function moveEndpoint(
  endpoints: readonly EndpointDraft[],
  index: number,
  by: -1 | 1,
): readonly EndpointDraft[] {
  const [one, other] = [endpoints[index], endpoints[index + by]];
  if (!one || !other) return endpoints;
  return endpoints.map((endpoint) => (endpoint === one ? other : endpoint === other ? one : endpoint));
}

type DraftResult =
  | { readonly ok: true; readonly input: ClusterInput }
  | { readonly ok: false; readonly issues: Readonly<Record<string, string>> };

/** Turns the form into what the API takes, or says at which field it cannot. */
export function connectionInput(
  draft: ConnectionDraft,
  options: { isNew: boolean; paused: boolean },
): DraftResult {
  const issues: Record<string, string> = {};
  if (draft.name.trim() === "") issues.name = "Give the cluster a name.";
  if (!/^[^\s@]+@[^\s@!]+![^\s!]+$/.test(draft.tokenId.trim())) {
    issues.tokenId = "A token looks like evenkeel@pve!console: user, realm and token name.";
  }
  if (options.isNew && draft.tokenSecret.trim() === "") {
    issues.tokenSecret = "Paste the secret that Proxmox VE showed when the token was made.";
  }
  for (const [index, endpoint] of draft.endpoints.entries()) {
    if (endpoint.host.trim() === "") issues[`endpoints.${index}.host`] = "Enter a host name or an address.";
  }
  if (Object.keys(issues).length > 0) return { ok: false, issues };

  const parsed = clusterInput.safeParse({
    name: draft.name,
    endpoints: draft.endpoints.map((endpoint) => ({
      host: endpoint.host,
      port: Number(endpoint.port),
      fingerprint: endpoint.fingerprint.trim() === "" ? null : endpoint.fingerprint,
    })),
    tokenId: draft.tokenId,
    tokenSecret: draft.tokenSecret,
    tlsPolicy: draft.tlsPolicy,
    caCertificate: draft.tlsPolicy === "custom_ca" ? draft.caCertificate : null,
    intervalSeconds: draft.intervalSeconds.trim() === "" ? null : Number(draft.intervalSeconds),
    paused: options.paused,
  });
  if (parsed.success) return { ok: true, input: parsed.data };
  for (const issue of parsed.error.issues) issues[issue.path.join(".")] ??= issue.message;
  return { ok: false, issues };
}
