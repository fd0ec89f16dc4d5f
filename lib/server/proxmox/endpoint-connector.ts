import "server-only";
import net from "node:net";
import { TLSSocket } from "node:tls";
import { buildConnector } from "undici";
import { guardedLookup, refuseHost } from "./address-policy";
import { judgeCertificate, readCertificate, type SeenCertificate } from "./certificate";
import { explainFailure } from "./explain-failure";
import { endpointLabel, type PveConnection, type PveEndpoint } from "./pve-connection";
import { PveError } from "./pve-error";

export const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Opens sockets to one endpoint. The address policy is applied to what the name resolves to at this moment, and the
 * certificate is judged before the socket is handed over: until then not a byte of a request, so no token, is sent.
 */
export function endpointConnector(
  connection: Pick<PveConnection, "tlsPolicy" | "caCertificate">,
  endpoint: PveEndpoint,
  onCertificate?: (seen: SeenCertificate) => void,
): buildConnector.connector {
  const open = buildConnector({
    allowH2: false,
    // A resumed session would show no fresh certificate.
    maxCachedSessions: 0,
    timeout: CONNECT_TIMEOUT_MS,
    rejectUnauthorized: false,
    lookup: guardedLookup(endpoint.port),
    ...(net.isIP(endpoint.host) ? {} : { servername: endpoint.host }),
    ...(connection.tlsPolicy === "custom_ca" && connection.caCertificate
      ? { ca: connection.caCertificate }
      : {}),
  });
  return (options, callback) => {
    const refusal = refuseHost(endpoint.host, endpoint.port);
    if (refusal !== null) return callback(refusedAddress(endpoint, refusal), null);
    open(options, (error, socket) => {
      if (error) return callback(explainFailure(error, endpoint, { sent: false }), null);
      if (!(socket instanceof TLSSocket)) return callback(plainSocket(endpoint), null);
      const seen = readCertificate(socket, endpoint.host, Date.now());
      onCertificate?.(seen);
      const refused = judgeCertificate(connection, endpoint, seen);
      if (refused === null) return callback(null, socket);
      socket.destroy();
      return callback(refused, null);
    });
  };
}

function refusedAddress(endpoint: PveEndpoint, reason: string): PveError {
  return new PveError("unreachable", `Evenkeel does not connect there: ${reason}.`, {
    endpoint: endpointLabel(endpoint),
  });
}

function plainSocket(endpoint: PveEndpoint): PveError {
  return new PveError("not_tls", `${endpointLabel(endpoint)} does not speak TLS.`, {
    endpoint: endpointLabel(endpoint),
  });
}
