import type { PveRelease } from "@/lib/inventory/scenario/scenario";
import type { World } from "../world/world";
import type { Account, Accounts } from "./accounts";
import type { Parameters, ParameterValue } from "./parameter";

export type Method = "GET" | "POST" | "PUT" | "DELETE";

/** Who may call: anybody, anybody who is known, or who has one or all of these rights on this path. */
export type Permission =
  | "world"
  | "all"
  | { readonly path: string; readonly privileges: readonly string[]; readonly any?: boolean };

/** One call after all checks. */
export interface Call {
  readonly world: World;
  readonly account: Account;
  readonly path: ReadonlyMap<string, string>;
  readonly query: ReadonlyMap<string, ParameterValue>;
  /** What the simulator itself knows and the cluster does not. */
  readonly server: ServerFacts;
}

export interface ServerFacts {
  readonly certificatePem: () => string;
  readonly fingerprint: () => string;
  readonly login: (username: string, password: string) => LoginResult;
  readonly accounts: Accounts;
}

export interface LoginResult {
  readonly username: string;
  readonly ticket: string;
  readonly csrfToken: string;
}

/** A result with PVE's `total` beside it. */
export class Page {
  readonly rows: unknown;
  readonly total: number;

  constructor(rows: unknown, total: number) {
    this.rows = rows;
    this.total = total;
  }
}

export interface Endpoint {
  readonly method: Method;
  /** As in PVE's API viewer: `/nodes/{node}/status`. */
  readonly path: string;
  readonly permission: Permission | ((release: number) => Permission);
  /** Besides those in the path. */
  readonly parameters: Parameters;
  /** Answered by the node in the path, whichever node was asked. */
  readonly proxied?: boolean;
  readonly since?: PveRelease;
  readonly answer: (call: Call) => unknown;
}

export function readText(call: Call, name: string): string | undefined {
  const value = call.query.get(name);
  return value === undefined ? undefined : String(value);
}

export function readNumber(call: Call, name: string): number | undefined {
  const value = call.query.get(name);
  return typeof value === "number" ? value : undefined;
}

export function readFlag(call: Call, name: string): boolean {
  return call.query.get(name) === true;
}

/** A part of the path; the router has filled it. */
export function pathPart(call: Call, name: string): string {
  return call.path.get(name) ?? "";
}

export const NO_PARAMETERS: Parameters = {};
