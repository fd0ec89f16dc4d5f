import type { IncomingMessage } from "node:http";
import { isAtLeast, type ReleaseProfile } from "../release";
import type { Account, Accounts } from "./accounts";
import { ApiError } from "./api-error";

/**
 * Who is calling, by cookie or else by token. PVE 9.1.5 and later say the same to everybody they refuse.
 *
 * @throws ApiError 401
 */
export function authenticate(
  request: IncomingMessage,
  accounts: Accounts,
  profile: ReleaseProfile,
  now: number,
): Account {
  const ticket = ticketOf(request.headers.cookie);
  if (ticket !== null) return byTicket(request, accounts, profile, ticket, now);

  const header = request.headers.authorization ?? "";
  const match = /(?:^|\s)PVEAPIToken(?:=| )([^;]*)/.exec(header);
  if (!match) throw refused("No ticket", profile);
  const value = decode(match[1] ?? "");
  const separator = value.lastIndexOf("=");
  if (separator < 0) throw refused("no tokenid specified", profile);
  const account = accounts.byToken(value.slice(0, separator), value.slice(separator + 1));
  if (typeof account === "string") throw refused(account, profile);
  return account;
}

function byTicket(
  request: IncomingMessage,
  accounts: Accounts,
  profile: ReleaseProfile,
  ticket: string,
  now: number,
): Account {
  const account = accounts.byTicket(ticket, now);
  if (!account) throw refused("permission denied - invalid PVE ticket", profile);
  const token = String(request.headers.csrfpreventiontoken ?? "");
  if (request.method !== "GET" && !accounts.isCsrfToken(account, token)) {
    throw new ApiError(401, "Permission denied - invalid csrf token");
  }
  return account;
}

function refused(reason: string, profile: ReleaseProfile): ApiError {
  return new ApiError(401, isAtLeast(profile, "9.2") ? "Authentication failed!" : reason);
}

function ticketOf(cookie: string | undefined): string | null {
  const match = /(?:^|[\s;])PVEAuthCookie=([^;]*)/.exec(cookie ?? "");
  return match ? decode(match[1] ?? "") : null;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
