import "server-only";
import { PveError, type PveErrorKind } from "./pve-error";
import { redactText } from "./redact";

export interface RawAnswer {
  readonly endpoint: string;
  readonly status: number;
  readonly reason: string;
  readonly text: string;
  readonly contentType: string;
}

export interface ReadAnswer {
  readonly data: unknown;
  readonly body: unknown;
}

const NODE_DID_NOT_ANSWER = new Set([595, 596, 599]);

/** Takes PVE's envelope apart; throws the PveError that a refusal or a strange answer stands for. */
export function readAnswer(raw: RawAnswer, path: string): ReadAnswer {
  const body = parseBody(raw);
  if (raw.status >= 200 && raw.status < 300) {
    if (isEnvelope(body)) return { data: body.data, body };
    throw strange(raw, body);
  }
  throw refusal(raw, body, path);
}

function parseBody({ text }: RawAnswer): unknown {
  try {
    return text.trim() === "" ? null : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isEnvelope(body: unknown): body is { readonly data: unknown } {
  return typeof body === "object" && body !== null && !Array.isArray(body) && "data" in body;
}

function strange(raw: RawAnswer, body: unknown): PveError {
  const details = { endpoint: raw.endpoint, status: raw.status, reason: raw.reason, sent: true };
  if (looksLikeHtml(raw))
    return new PveError(
      "not_proxmox",
      `${raw.endpoint} answers with a web page, not with the Proxmox VE API. Check host and port; a proxy in between may ask for a login.`,
      details,
    );
  if (body === undefined)
    return new PveError(
      "garbage",
      `The answer of ${raw.endpoint} is damaged: it is not valid JSON.`,
      details,
    );
  return new PveError(
    "not_proxmox",
    `${raw.endpoint} answers, but not as Proxmox VE does. Check host and port.`,
    details,
  );
}

function refusal(raw: RawAnswer, body: unknown, path: string): PveError {
  const said = wordsOf(raw, body);
  const details = {
    endpoint: raw.endpoint,
    status: raw.status,
    reason: raw.reason,
    body: body ?? null,
    sent: true,
  };
  if (raw.status >= 300 && raw.status < 400)
    return new PveError(
      "not_proxmox",
      `${raw.endpoint} answers with a redirect, which the Proxmox VE API never does.`,
      details,
    );
  if (raw.status === 401)
    return new PveError(
      "token_invalid",
      `${raw.endpoint} refused the API token${said ? ` (${said})` : ""}. Check token id and secret, and that it has not expired.`,
      details,
    );
  if (raw.status === 403) return forbidden(raw, said, path, details);
  if (raw.status === 400)
    return new PveError(
      "parameter",
      `PVE refused the parameters of ${path}: ${parameterErrors(body) || said}`,
      details,
    );
  if (NODE_DID_NOT_ANSWER.has(raw.status))
    return new PveError(
      "node_unreachable",
      `${raw.endpoint} could not reach ${nodeName(path)}${said ? `: ${said}` : ""}.`,
      details,
    );
  if (looksLikeHtml(raw) && !isEnvelope(body))
    return new PveError(
      "not_proxmox",
      `${raw.endpoint} answers ${raw.status} with a web page, not with the Proxmox VE API.`,
      details,
    );
  const kind: PveErrorKind = "server_error";
  return new PveError(kind, `${raw.endpoint} answered ${raw.status}${said ? `: ${said}` : ""}`, details);
}

function forbidden(
  raw: RawAnswer,
  said: string,
  path: string,
  details: { readonly endpoint: string },
): PveError {
  const match = /\(([^(),]+), ([A-Za-z|. ]+)\)/.exec(said);
  const privilege = match ? `${match[2]?.trim().replaceAll("|", " or ")} on ${match[1]?.trim()}` : null;
  const missing = privilege ? `It lacks ${privilege}.` : said;
  return new PveError("forbidden", `The API token may not read ${path}. ${missing}`.trim(), {
    ...details,
    status: raw.status,
    privilege,
  });
}

/** PVE's own words: the body's message, else the status line; one line, no secret. */
function wordsOf(raw: RawAnswer, body: unknown): string {
  const message =
    typeof body === "object" && body !== null && "message" in body && typeof body.message === "string"
      ? body.message
      : raw.reason;
  return redactText(message.trim().split("\n").join(" · ")).slice(0, 500);
}

function parameterErrors(body: unknown): string {
  if (typeof body !== "object" || body === null || !("errors" in body)) return "";
  const { errors } = body;
  if (typeof errors !== "object" || errors === null) return "";
  return Object.entries(errors)
    .map(([name, text]) => `${name}: ${redactText(String(text)).trim()}`)
    .join("; ")
    .slice(0, 1_000);
}

function looksLikeHtml({ contentType, text }: RawAnswer): boolean {
  return (
    /text\/html|application\/xhtml/i.test(contentType) || /^\s*<(!doctype|html|head|body|\?xml)/i.test(text)
  );
}

function nodeName(path: string): string {
  return /^\/nodes\/([^/]+)/.exec(path)?.[1] ?? "the node concerned";
}
