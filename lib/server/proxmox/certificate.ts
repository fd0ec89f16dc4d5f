import "server-only";
import type { PeerCertificate, TLSSocket } from "node:tls";
import tls from "node:tls";
import { endpointLabel, type PveConnection, type PveEndpoint } from "./pve-connection";
import { PveError, type PveErrorKind } from "./pve-error";

export interface SeenCertificate {
  /** SHA-256 of the leaf, `AA:BB:…`. */
  readonly fingerprint: string;
  /** What Node's verification against the trusted authorities found; null when it is fine. */
  readonly authorizationError: string | null;
  readonly expired: boolean;
  readonly notYetValid: boolean;
  readonly validTo: string;
  readonly names: string;
  readonly nameMismatch: boolean;
}

/** Reads what a just opened TLS socket showed. */
export function readCertificate(socket: TLSSocket, host: string, nowMs: number): SeenCertificate {
  const certificate: PeerCertificate = socket.getPeerCertificate();
  const error = socket.authorizationError;
  return {
    fingerprint: certificate.fingerprint256 ?? "",
    authorizationError: error ? String(errorCode(error)) : null,
    expired: Date.parse(certificate.valid_to) < nowMs,
    notYetValid: Date.parse(certificate.valid_from) > nowMs,
    validTo: certificate.valid_to ?? "",
    names: certificate.subjectaltname ?? certificate.subject?.CN?.toString() ?? "",
    nameMismatch: certificate.raw ? tls.checkServerIdentity(host, certificate) !== undefined : true,
  };
}

/** The reason why a connection's policy refuses a certificate, or null when it is accepted. */
export function judgeCertificate(
  connection: Pick<PveConnection, "tlsPolicy">,
  endpoint: PveEndpoint,
  seen: SeenCertificate,
): PveError | null {
  if (connection.tlsPolicy === "insecure") return null;
  if (connection.tlsPolicy === "fingerprint") return judgePin(endpoint, seen);
  if (seen.expired || seen.notYetValid)
    return refusal("certificate_expired", endpoint, seen, validitySentence(endpoint, seen));
  if (seen.authorizationError === "ERR_TLS_CERT_ALTNAME_INVALID")
    return refusal("certificate_name_mismatch", endpoint, seen, nameSentence(endpoint, seen));
  if (seen.authorizationError !== null) return judgeTrust(connection.tlsPolicy, endpoint, seen);
  if (seen.nameMismatch)
    return refusal("certificate_name_mismatch", endpoint, seen, nameSentence(endpoint, seen));
  return null;
}

function judgePin(endpoint: PveEndpoint, seen: SeenCertificate): PveError | null {
  const label = endpointLabel(endpoint);
  if (endpoint.fingerprint === null)
    return refusal(
      "certificate_untrusted",
      endpoint,
      seen,
      `No fingerprint is pinned for ${label} yet. It shows ${seen.fingerprint}; compare it with the host's own and confirm it.`,
    );
  if (sameFingerprint(endpoint.fingerprint, seen.fingerprint)) return null;
  return refusal(
    "fingerprint_changed",
    endpoint,
    seen,
    `${label} shows another certificate than the pinned one: ${seen.fingerprint} instead of ${endpoint.fingerprint}. ` +
      "If the certificate was renewed, compare the new fingerprint on the host and pin it; otherwise somebody may be in between.",
  );
}

function judgeTrust(policy: "system" | "custom_ca", endpoint: PveEndpoint, seen: SeenCertificate): PveError {
  const by =
    policy === "system" ? "an authority that this system trusts" : "the authority given for this connection";
  return refusal(
    "certificate_untrusted",
    endpoint,
    seen,
    `The certificate of ${endpointLabel(endpoint)} is not signed by ${by} (${seen.authorizationError}). ` +
      `Pin its fingerprint (${seen.fingerprint}) after comparing it, or give the authority's certificate.`,
  );
}

function validitySentence(endpoint: PveEndpoint, seen: SeenCertificate): string {
  const label = endpointLabel(endpoint);
  if (seen.notYetValid)
    return `The certificate of ${label} is not valid yet. Check the clocks of both sides, or renew it.`;
  return `The certificate of ${label} expired on ${seen.validTo}. Renew it on the host ("pvecm updatecerts --force"), or pin its fingerprint.`;
}

function nameSentence(endpoint: PveEndpoint, seen: SeenCertificate): string {
  return `The certificate of ${endpointLabel(endpoint)} is made out to other names (${seen.names.slice(0, 200)}). Use one of them as the host, or pin the fingerprint.`;
}

function refusal(
  kind: PveErrorKind,
  endpoint: PveEndpoint,
  seen: SeenCertificate,
  message: string,
): PveError {
  return new PveError(kind, message, { endpoint: endpointLabel(endpoint), fingerprint: seen.fingerprint });
}

function sameFingerprint(a: string, b: string): boolean {
  const plain = (text: string) => text.replace(/[^0-9a-f]/gi, "").toUpperCase();
  return plain(a).length === 64 && plain(a) === plain(b);
}

function errorCode(error: unknown): unknown {
  return typeof error === "object" && error !== null && "code" in error ? error.code : error;
}
