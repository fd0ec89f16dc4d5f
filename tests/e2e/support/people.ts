import path from "node:path";
import { runDirectory, type ServerName } from "./servers";

export interface Person {
  readonly username: string;
  readonly name: string;
  readonly password: string;
  readonly role: "admin" | "operator" | "viewer";
}

export const ADMIN: Person = {
  username: "ana",
  name: "Ana Admin",
  password: "keel-even-ana-2026-first",
  role: "admin",
};
export const OPERATOR: Person = {
  username: "otto",
  name: "Otto Operator",
  password: "keel-even-otto-2026-first",
  role: "operator",
};
export const VIEWER: Person = {
  username: "vera",
  name: "Vera Viewer",
  password: "keel-even-vera-2026-first",
  role: "viewer",
};

/** Where the signed-in state of a person is kept during a run. */
export function storedState({ role }: Person, server: ServerName): string {
  return path.join(runDirectory(), `${server}-${role}.json`);
}
