import "server-only";
import { Agent } from "undici";
import { encodeParameters } from "./encode-parameters";
import { endpointConnector } from "./endpoint-connector";
import { explainFailure } from "./explain-failure";
import { endpointLabel, type PveConnection, type PveEndpoint } from "./pve-connection";
import { PveError } from "./pve-error";
import type { PveParameters } from "./pve-transport";
import { readAnswer } from "./read-answer";
import { withDeadline } from "./with-deadline";

const TIMEOUT_MS = 20_000;

export interface TicketLogin {
  /** `user@realm`. */
  readonly username: string;
  readonly password: string;
  readonly otp: string | null;
}

interface Ticket {
  readonly ticket: string;
  readonly csrfToken: string;
}

/** A session of one user at one endpoint, for what a token cannot do: make tokens. Throws PveError and LoginRefused. */
export interface TicketSession {
  /** @returns the new token's secret, which PVE tells only this once */
  createToken(name: string): Promise<string>;
  removeToken(name: string): Promise<void>;
  close(): Promise<void>;
}

/** The user, the password or the second factor is not right. */
export class LoginRefused extends Error {
  constructor(
    readonly field: "password" | "otp",
    message: string,
  ) {
    super(message);
    this.name = "LoginRefused";
  }
}

/** Logs in with user and password. The certificate is judged first: a host that is not trusted gets no password. */
export async function openTicketSession(
  connection: Pick<PveConnection, "tlsPolicy" | "caCertificate">,
  endpoint: PveEndpoint,
  login: TicketLogin,
): Promise<TicketSession> {
  const agent = new Agent({
    connect: endpointConnector(connection, endpoint),
    connections: 1,
    pipelining: 0,
  });
  const send = sender(agent, endpoint);
  try {
    const ticket = await logIn(send, login);
    const tokenPath = (name: string) =>
      `/access/users/${encodeURIComponent(login.username)}/token/${encodeURIComponent(name)}`;
    return {
      async createToken(name) {
        const params = { comment: "Made by Evenkeel", expire: 0, privsep: 0 };
        const data = await send("POST", tokenPath(name), params, ticket);
        const value = field(data, "value");
        if (value !== null) return value;
        throw strange(endpoint, "It made a token but did not tell its secret.");
      },
      async removeToken(name) {
        await send("DELETE", tokenPath(name), {}, ticket);
      },
      close: () => agent.destroy(),
    };
  } catch (error) {
    await agent.destroy();
    throw error;
  }
}

type Send = (
  method: "POST" | "DELETE",
  path: string,
  params: PveParameters,
  ticket?: Ticket,
) => Promise<unknown>;

async function logIn(send: Send, { username, password, otp }: TicketLogin): Promise<Ticket> {
  const first = await refusing("password", () => send("POST", "/access/ticket", { username, password }));
  if (!needsSecondFactor(first)) return ticketOf(first);
  if (otp === null || otp === "")
    throw new LoginRefused("otp", "This user has a second factor. Enter the code that it shows now.");
  const answered = await refusing("otp", () =>
    send("POST", "/access/ticket", {
      username,
      password: `totp:${otp}`,
      "tfa-challenge": field(first, "ticket") ?? "",
    }),
  );
  return ticketOf(answered);
}

/** A 401 here is about what was typed, not about a token. */
async function refusing(what: "password" | "otp", login: () => Promise<unknown>): Promise<unknown> {
  try {
    return await login();
  } catch (error) {
    if (!(error instanceof PveError) || error.status !== 401) throw error;
    const said = error.reason ? ` (${error.reason})` : "";
    throw new LoginRefused(
      what,
      what === "otp"
        ? `${error.endpoint} refused the code${said}.`
        : `${error.endpoint} refused user and password${said}. The user needs its realm, as in root@pam.`,
    );
  }
}

function needsSecondFactor(answer: unknown): boolean {
  return (field(answer, "ticket") ?? "").startsWith("PVE:!tfa!");
}

function ticketOf(answer: unknown): Ticket {
  const ticket = field(answer, "ticket");
  const csrfToken = field(answer, "CSRFPreventionToken");
  if (ticket !== null && csrfToken !== null) return { ticket, csrfToken };
  throw new PveError("not_proxmox", "The login was answered, but not as Proxmox VE does.", { endpoint: "" });
}

function sender(agent: Agent, endpoint: PveEndpoint): Send {
  const label = endpointLabel(endpoint);
  return async (method, path, params, ticket) => {
    const send = async (signal: AbortSignal) => {
      const isPost = method === "POST";
      const answer = await agent.request({
        origin: `https://${label}`,
        path: `/api2/json${path}`,
        method,
        signal,
        headers: { accept: "application/json", "user-agent": "evenkeel", ...headersOf(isPost, ticket) },
        body: isPost ? encodeParameters(params) : null,
      });
      const raw = {
        endpoint: label,
        status: answer.statusCode,
        reason: answer.statusText ?? "",
        text: await answer.body.text(),
        contentType: String(answer.headers["content-type"] ?? ""),
      };
      return readAnswer(raw, path).data;
    };
    try {
      return await withDeadline({ timeoutMs: TIMEOUT_MS, signals: [], endpoint: label, path }, send);
    } catch (error) {
      throw explainFailure(error, endpoint, { sent: true });
    }
  };
}

function headersOf(isPost: boolean, ticket: Ticket | undefined): Record<string, string> {
  return {
    ...(isPost ? { "content-type": "application/x-www-form-urlencoded" } : {}),
    ...(ticket
      ? {
          cookie: `PVEAuthCookie=${encodeURIComponent(ticket.ticket)}`,
          csrfpreventiontoken: ticket.csrfToken,
        }
      : {}),
  };
}

function field(answer: unknown, name: string): string | null {
  if (typeof answer !== "object" || answer === null) return null;
  const value: unknown = Reflect.get(answer, name);
  return typeof value === "string" && value !== "" ? value : null;
}

function strange(endpoint: PveEndpoint, what: string): PveError {
  const label = endpointLabel(endpoint);
  return new PveError("not_proxmox", `${label} did not answer as Proxmox VE does. ${what}`, {
    endpoint: label,
  });
}
