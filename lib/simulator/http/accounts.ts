import { createHmac, timingSafeEqual } from "node:crypto";
import type { ScenarioAccess } from "@/lib/inventory/scenario/scenario-access";
import { Random } from "../random";
import type { ReleaseProfile } from "../release";
import { ApiError } from "./api-error";
import { privilegesOf } from "./roles";

interface AclEntry {
  readonly path: string;
  readonly role: string;
  readonly propagate: boolean;
}

interface User {
  readonly id: string;
  readonly password: string;
  readonly acl: readonly AclEntry[];
}

export interface Token {
  readonly id: string;
  readonly userId: string;
  secret: string;
  readonly privilegeSeparation: boolean;
  readonly acl: readonly AclEntry[];
  revoked: boolean;
}

/** Who is calling: a user, or a token of one. */
export interface Account {
  /** `user@realm` or `user@realm!token`. */
  readonly id: string;
  readonly user: User;
  readonly token: Token | null;
}

const DEFAULT_TOKEN = "evenkeel@pve!balancer";
const TICKET_LIFETIME = 7_200;

/** Users, tokens and tickets of the simulated cluster. */
export class Accounts {
  readonly tokens = new Map<string, Token>();
  readonly #users = new Map<string, User>();
  readonly #ticketKey: string;

  constructor(access: ScenarioAccess, seed: number, defaultToken?: { id: string; secret: string }) {
    const random = new Random(seed ^ 0x5eed);
    this.#ticketKey = random.hex(32);
    const root = { id: "root@pam", password: "simulator", acl: [] };
    for (const user of [root, ...access.users]) {
      this.#users.set(user.id, { ...user, password: user.password ?? random.hex(16) });
    }
    const administrator = [{ path: "/", role: "Evenkeel", propagate: true }];
    const listed = access.tokens.length > 0 && !defaultToken;
    const tokens = listed
      ? access.tokens
      : [
          {
            id: defaultToken?.id ?? DEFAULT_TOKEN,
            secret: defaultToken?.secret,
            privilegeSeparation: true,
            acl: administrator,
          },
          ...access.tokens.filter((token) => token.id !== defaultToken?.id),
        ];
    for (const token of tokens) {
      const userId = token.id.slice(0, token.id.indexOf("!"));
      if (!this.#users.has(userId)) {
        this.#users.set(userId, { id: userId, password: random.hex(16), acl: token.acl });
      }
      const secret = token.secret ?? random.uuid();
      this.tokens.set(token.id, { ...token, userId, secret, revoked: false });
    }
  }

  /** The token that the ready line offers. */
  firstToken(): Token {
    const token = [...this.tokens.values()][0];
    if (!token) throw new Error("There is always a token");
    return token;
  }

  users(): readonly User[] {
    return [...this.#users.values()];
  }

  tokensOf(userId: string): readonly Token[] {
    return [...this.tokens.values()].filter((token) => token.userId === userId && !token.revoked);
  }

  /** A new token, which has no rights of its own as long as its privileges are separate. */
  createToken(id: string, secret: string, privilegeSeparation: boolean): Token {
    const token = {
      id,
      userId: id.split("!")[0] ?? "",
      secret,
      privilegeSeparation,
      acl: [],
      revoked: false,
    };
    this.tokens.set(id, token);
    return token;
  }

  /** @returns the account, or the text with which PVE refuses it */
  byToken(id: string, secret: string): Account | string {
    const token = this.tokens.get(id);
    const userId = id.split("!")[0] ?? "";
    const user = this.#users.get(userId);
    if (!user) return `no such user ('${userId}')`;
    if (!token || token.revoked) return `no such token '${id.split("!")[1] ?? ""}' for user '${userId}'`;
    if (!sameText(token.secret, secret)) return "invalid token value!";
    return { id, user, token };
  }

  login(username: string, password: string, now: number): { ticket: string; csrfToken: string } | null {
    const user = this.#users.get(username);
    const known =
      user && (sameText(user.password, password) || this.byTicket(password, now)?.id === username);
    if (!known) return null;
    const stamp = Math.floor(now).toString(16).toUpperCase();
    return {
      ticket: `PVE:${username}:${stamp}::${this.#sign(`${username}:${stamp}`)}`,
      csrfToken: this.csrfToken(username, stamp),
    };
  }

  byTicket(ticket: string, now: number): Account | null {
    const match = /^PVE:([^:]+):([0-9A-F]{8})::(.+)$/.exec(ticket);
    if (!match) return null;
    const [, username = "", stamp = "", signature = ""] = match;
    const user = this.#users.get(username);
    const age = now - Number.parseInt(stamp, 16);
    if (!user || age > TICKET_LIFETIME || age < -300) return null;
    return sameText(signature, this.#sign(`${username}:${stamp}`))
      ? { id: username, user, token: null }
      : null;
  }

  isCsrfToken(account: Account, token: string): boolean {
    const stamp = token.split(":")[0] ?? "";
    return sameText(token, this.csrfToken(account.id, stamp));
  }

  csrfToken(username: string, stamp: string): string {
    return `${stamp}:${this.#sign(`${stamp}:${username}:csrf`)}`;
  }

  #sign(text: string): string {
    return createHmac("sha256", this.#ticketKey).update(text).digest("base64");
  }
}

/** Rights of an account on a path: its own along the way up to `/`, for a token cut by its user's. */
export function privilegesOn(account: Account, path: string, profile: ReleaseProfile): ReadonlySet<string> {
  const users = account.user.id === "root@pam" ? null : collect(account.user.acl, path, profile);
  if (!account.token?.privilegeSeparation) return users ?? collect(EVERYTHING, "/", profile);
  const tokens = collect(account.token.acl, path, profile);
  return users ? new Set([...tokens].filter((privilege) => users.has(privilege))) : tokens;
}

const EVERYTHING: readonly AclEntry[] = [{ path: "/", role: "Administrator", propagate: true }];

/** The nearest path with an entry decides; an entry further up counts only when it propagates. */
function collect(acl: readonly AclEntry[], path: string, profile: ReleaseProfile): Set<string> {
  for (let at = path; ; at = parentOf(at)) {
    const entries = acl.filter((entry) => entry.path === at && (at === path || entry.propagate));
    if (entries.length > 0) {
      return new Set(entries.flatMap((entry) => privilegesOf(entry.role, profile) ?? []));
    }
    if (at === "/") return new Set();
  }
}

function parentOf(path: string): string {
  const index = path.lastIndexOf("/");
  return index <= 0 ? "/" : path.slice(0, index);
}

export function forbidden(path: string, privileges: readonly string[], any: boolean): ApiError {
  return new ApiError(403, `Permission check failed (${path}, ${privileges.join(any ? "|" : ", ")})`);
}

function sameText(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
