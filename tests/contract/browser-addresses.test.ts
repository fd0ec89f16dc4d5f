import { describe, expect, it } from "vitest";
import * as addresses from "@/lib/client/http/api-addresses";
import { addressOf, appFiles } from "@/tests/support/route-files";

const known = appFiles("route.ts")
  .map(addressOf)
  .filter((address) => !address.includes("[..."))
  .map((address) => new RegExp(`^${address.replaceAll(/\[\w+\]/g, "[^/]+")}$`));

function pathsOf(address: unknown): readonly string[] {
  if (typeof address !== "function") return [String(address)];
  // With an id and without one; a query for those that take an object.
  return [[null, null], ["some-id", "some-name"], [{}]].flatMap((input) => {
    try {
      return [String(address(...input)).split("?")[0] ?? ""];
    } catch {
      return [];
    }
  });
}

describe("addresses that the browser asks", () => {
  it.each(Object.entries(addresses))("%s is one that the API has", (_name, address) => {
    const paths = pathsOf(address).filter((path) => !/null|object/.test(path));
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths)
      expect(
        known.some((route) => route.test(path)),
        path,
      ).toBe(true);
  });
});
