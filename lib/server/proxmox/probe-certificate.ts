import "server-only";
import type { SeenCertificate } from "./certificate";
import { endpointConnector } from "./endpoint-connector";
import { explainFailure } from "./explain-failure";
import { endpointLabel, type PveEndpoint } from "./pve-connection";
import type { PveError } from "./pve-error";

export interface CertificateProbe {
  readonly fingerprint: string;
  /** Whether a connection with the system's authorities would accept it. */
  readonly trusted: boolean;
  readonly validToMs: number | null;
}

/** Opens a TLS connection only to look at the certificate; nothing is sent. Answers with the PveError when it fails. */
export async function probeCertificate(endpoint: PveEndpoint): Promise<CertificateProbe | PveError> {
  let seen: SeenCertificate | null = null;
  const connect = endpointConnector(
    { tlsPolicy: "insecure", caCertificate: null },
    endpoint,
    (certificate) => {
      seen = certificate;
    },
  );
  const label = endpointLabel(endpoint);
  const failure = await new Promise<Error | null>((resolve) => {
    connect(
      { hostname: endpoint.host, host: label, protocol: "https:", port: String(endpoint.port) },
      (error, socket) => {
        socket?.destroy();
        resolve(error);
      },
    );
  });
  if (failure) return explainFailure(failure, endpoint, { sent: false });
  return judgeProbe(seen, endpoint);
}

function judgeProbe(seen: SeenCertificate | null, endpoint: PveEndpoint): CertificateProbe | PveError {
  if (!seen) return explainFailure({ code: "EPROTO" }, endpoint, { sent: false });
  const trusted =
    seen.authorizationError === null && !seen.expired && !seen.notYetValid && !seen.nameMismatch;
  const validToMs = Date.parse(seen.validTo);
  return { fingerprint: seen.fingerprint, trusted, validToMs: Number.isFinite(validToMs) ? validToMs : null };
}
