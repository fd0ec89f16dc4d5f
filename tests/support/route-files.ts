import { readdirSync } from "node:fs";
import path from "node:path";
import type { AnyHandler } from "./call-route";

export const ROOT = path.resolve(import.meta.dirname, "../..");
export const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** Files of the app with this name, as paths from the root of the repository. */
export function appFiles(...names: readonly string[]): readonly string[] {
  return readdirSync(path.join(ROOT, "app"), { recursive: true, encoding: "utf8" })
    .filter((file) => names.includes(path.basename(file)))
    .map((file) => path.join("app", file))
    .sort();
}

/** `/api/v1/users/[userId]` for `app/api/v1/users/[userId]/route.ts`; groups in parentheses are no part of an address. */
export function addressOf(file: string): string {
  const segments = path.dirname(file).split(path.sep).slice(1);
  return `/${segments.filter((segment) => !segment.startsWith("(")).join("/")}`;
}

export interface RouteMethod {
  readonly file: string;
  readonly address: string;
  readonly method: (typeof METHODS)[number];
  readonly handler: AnyHandler;
}

/** Every method of every route handler in the app. */
export async function readRoutes(): Promise<readonly RouteMethod[]> {
  const perFile = await Promise.all(
    appFiles("route.ts", "route.tsx").map(async (file) => {
      const module: Record<string, unknown> = await import(path.join(ROOT, file));
      return METHODS.filter((method) => typeof module[method] === "function").map((method) => ({
        file,
        address: addressOf(file),
        method,
        handler: module[method] as AnyHandler,
      }));
    }),
  );
  return perFile.flat();
}

const SOMETHING = "00000000-0000-4000-8000-00000000beef";

/** Values for the parts of an address that vary; they name nothing that exists. */
export function paramsFor(address: string): Readonly<Record<string, string | string[]>> {
  const names = [...address.matchAll(/\[(\.\.\.)?(\w+)\]/g)];
  return Object.fromEntries(
    names.map(([, rest, name = ""]) => {
      const value = /id$/i.test(name) ? SOMETHING : "something";
      return [name, rest ? [value] : value];
    }),
  );
}

/** The address with its varying parts filled in. */
export function concrete(address: string): string {
  const params = paramsFor(address);
  return address.replace(/\[(?:\.\.\.)?(\w+)\]/g, (_part, name: string) => String(params[name]));
}
