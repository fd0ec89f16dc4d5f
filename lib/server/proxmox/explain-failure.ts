import "server-only";
import { endpointLabel, type PveEndpoint } from "./pve-connection";
import { PveError, type PveErrorKind } from "./pve-error";

interface FailureContext {
  /** Whether the request may have left. */
  readonly sent: boolean;
}

type Explanation = readonly [kind: PveErrorKind, sentence: (label: string, endpoint: PveEndpoint) => string];

const unreachable = (why: string): Explanation => [
  "unreachable",
  (label, { port }) =>
    `${label} could not be reached: ${why}. Check that the host is up and that nothing blocks port ${port}.`,
];
const untold: Explanation = [
  "name_not_found",
  (_, { host }) =>
    `The name ${host} is not known to the name server. Check the spelling, or use an IP address.`,
];
const brokenOff: Explanation = [
  "unreachable",
  (label) => `${label} closed the connection before it had answered.`,
];
const slowConnect: Explanation = [
  "timeout",
  (label, { port }) =>
    `${label} did not accept a connection within 5 seconds. Check the address, and that no firewall drops port ${port}.`,
];
const noTls: Explanation = [
  "not_tls",
  (label, { port }) =>
    `${label} answers, but not in TLS. The Proxmox VE API speaks HTTPS, normally on port 8006; port ${port} serves something else.`,
];

const BY_CODE: Readonly<Record<string, Explanation>> = {
  ECONNREFUSED: unreachable("connection refused"),
  EHOSTUNREACH: unreachable("no route to the host"),
  ENETUNREACH: unreachable("no route to its network"),
  EADDRNOTAVAIL: unreachable("the address cannot be used from here"),
  EHOSTDOWN: unreachable("the host is down"),
  EACCES: unreachable("this system forbids the connection"),
  ECONNABORTED: brokenOff,
  ECONNRESET: brokenOff,
  EPIPE: brokenOff,
  UND_ERR_SOCKET: brokenOff,
  UND_ERR_CLOSED: brokenOff,
  UND_ERR_DESTROYED: brokenOff,
  ETIMEDOUT: slowConnect,
  UND_ERR_CONNECT_TIMEOUT: slowConnect,
  ENOTFOUND: untold,
  EAI_NONAME: untold,
  EAI_FAIL: untold,
  EAI_AGAIN: ["name_not_found", (_, { host }) => `The name server did not answer for ${host}.`],
  EPROTO: noTls,
  ERR_SSL_WRONG_VERSION_NUMBER: noTls,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: noTls,
  ERR_SSL_HTTP_REQUEST: noTls,
};

/** Turns what a socket, TLS or undici threw into a PveError whose sentence says what to look at. */
export function explainFailure(error: unknown, endpoint: PveEndpoint, { sent }: FailureContext): PveError {
  if (error instanceof PveError) return error;
  const label = endpointLabel(endpoint);
  const code = failureCode(error);
  const details = { endpoint: label, sent, cause: error };
  if (code === "ADDRESS_REFUSED" && error instanceof Error)
    return new PveError("unreachable", `Evenkeel does not connect to ${label}: ${error.message}.`, details);
  const known = BY_CODE[code];
  if (known) return new PveError(known[0], known[1](label, endpoint), details);
  if (code.startsWith("HPE_"))
    return new PveError("not_proxmox", `${label} answers in something that is not HTTP.`, details);
  if (code.startsWith("ERR_SSL_"))
    return new PveError("unreachable", `TLS with ${label} failed (${code}).`, details);
  return new PveError("unreachable", `The call to ${label} failed${code ? ` (${code})` : ""}.`, details);
}

function failureCode(error: unknown): string {
  if (typeof error !== "object" || error === null) return "";
  // Happy Eyeballs wraps one error for each address tried; the first is the preferred address.
  if (error instanceof AggregateError && error.errors.length > 0) return failureCode(error.errors[0]);
  return "code" in error && typeof error.code === "string" ? error.code : "";
}
