import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it, test } from "vitest";
import { hot, plan } from "./run-plan";
import { guest } from "./scenario-input";

const folder = mkdtempSync(path.join(os.tmpdir(), "evenkeel-plan-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string): string {
  const place = path.join(folder, name);
  writeFileSync(place, content);
  return place;
}

describe("the plan command refuses", () => {
  const text = (extra: object) => JSON.stringify({ ...hot, ...extra });

  test.each<[string, readonly string[], string | Buffer, RegExp]>([
    ["no file", [], "", /^Usage: npm run -s plan/],
    ["two files", ["a", "b"], "", /^Usage: /],
    ["an option it does not have", ["--fast", "-"], "", /^Usage: /],
    ["a file that is not there", ["/nowhere/x.yaml"], "", /^\/nowhere\/x\.yaml: There is no such file\./],
    ["a folder", ["lib"], "", /^lib: This is a folder/],
    ["an empty file", ["-"], "", /^The scenario is empty\./],
    ["binary garbage", ["-"], Buffer.from([0xff, 0, 0xd8, 1, 2, 0x80, 0xc3]), /./],
    ["half a JSON object", ["-"], '{"nodes": [', /This is neither JSON nor YAML/],
    ["a list", ["-"], "[1, 2]", /./],
    [
      "a node that is not there",
      ["-"],
      text({ guests: [guest(100, "pve9")] }),
      /^guests\[0\]\.node: There is no node "pve9"/,
    ],
    [
      "a VMID used twice",
      ["-"],
      text({ guests: [guest(100, "pve1"), guest(100, "pve2")] }),
      /^guests\[1\]\.vmid: 100 is already used by guests\[0\]/,
    ],
    [
      "negative memory",
      ["-"],
      text({ guests: [guest(100, "pve1", { memory: -1 })] }),
      /^guests\[0\]\.memory: /,
    ],
    [
      "negative CPU",
      ["-"],
      text({ guests: [guest(100, "pve1", { cpuUsed: -1 })] }),
      /^guests\[0\]\.cpuUsed: /,
    ],
    [
      "memory of less than a byte",
      ["-"],
      "nodes: [{ name: a, cores: 1, memory: 5e-324 }]",
      /^nodes\[0\]\.memory: The value must be 1 or more/,
    ],
    [
      "a network that sends less than a byte a second",
      ["-"],
      "nodes: [{ name: a, cores: 1, memory: 1, migrationBandwidth: 1e-300 }]",
      /^nodes\[0\]\.migrationBandwidth: The value must be 1 or more/,
    ],
    ["a number that is none", ["-"], "nodes: [{ name: a, cores: 1, memory: .nan }]", /^nodes\[0\]\.memory: /],
    ["an endless number", ["-"], "nodes: [{ name: a, cores: 1, memory: .inf }]", /^nodes\[0\]\.memory: /],
    ["a text for a number", ["-"], "nodes: [{ name: a, cores: four, memory: 1 }]", /^nodes\[0\]\.cores: /],
    ["an unknown field", ["-"], "nodes: [{ name: a, cores: 1, memory: 1, hue: 1 }]", /^nodes\[0\]\.hue: /],
    ["an unknown node to empty", ["-"], text({ evacuate: ["pve9"] }), /^evacuate: There is no node "pve9"/],
    [
      "an unknown setting",
      ["-"],
      text({ settings: { "planning.balancyness": 1 } }),
      /^settings\.planning\.balancyness: There is no such setting\./,
    ],
    [
      "a setting out of range",
      ["-"],
      text({ settings: { "planning.maxPerTarget": 0 } }),
      /^settings\.planning\.maxPerTarget: Must be between/,
    ],
    [
      "a setting of the wrong kind",
      ["-"],
      text({ settings: { "planning.method": "fastest" } }),
      /^settings\.planning\.method: Must be one of/,
    ],
  ])("%s", async (_name, words, input, says) => {
    const { code, output, errors } = await plan(words, input);
    expect(errors).toMatch(says);
    expect(errors).not.toMatch(/\n\s+at |Unexpected error/);
    expect({ code, output }).toEqual({ code: 2, output: "" });
  });

  it("an unknown key in the settings file, with the file's name", async () => {
    const overrides = file("bad.yaml", "planning.maxMove: 60\n");
    const { code, errors } = await plan(["-", "--settings", overrides], JSON.stringify(hot));
    expect({ code, errors }).toEqual({
      code: 2,
      errors: `${overrides}.planning.maxMove: There is no such setting.\n`,
    });
  });

  it("a huge file that is no scenario, within seconds", async () => {
    const { code, errors } = await plan([file("huge.txt", "a: b c\n".repeat(300_000))]);
    expect(code).toBe(2);
    expect(errors).not.toMatch(/\n\s+at |Unexpected error/);
  }, 180_000);

  it("brackets without end", async () => {
    const { code, errors } = await plan(["-"], "[".repeat(100_000));
    expect(code).toBe(2);
    expect(errors).not.toMatch(/\n\s+at /);
  });
});

describe("whatever is spoilt in a scenario", () => {
  const odd = fc.constantFrom<unknown>(
    null,
    -1,
    0,
    1e308,
    0.5,
    "",
    "x",
    true,
    [],
    {},
    [null],
    { a: 1 },
    "__proto__",
    "constructor",
    "💥",
    Number.MAX_SAFE_INTEGER,
  );

  it("there is a plan with a certificate or a line for each reason, never a stack trace", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), odd, async (place, value) => {
        const spoilt = JSON.stringify(spoil(hot, place, value));
        const { code, output, errors } = await plan(["-"], spoilt);
        expect(errors).not.toMatch(/\n\s+at |Unexpected error/);
        if (code === 0) expect(JSON.parse(output).certificate.ok).toBe(true);
        else expect({ code, output }).toEqual({ code: 2, output: "" });
        expect(code === 0 || errors.trim() !== "").toBe(true);
      }),
      { numRuns: 120 },
    );
  });
});

/** The same value with one part of it, wherever it is, replaced. */
function spoil(value: unknown, place: number, by: unknown): unknown {
  const paths = pathsOf(value);
  const chosen = paths[place % paths.length] ?? [];
  return replaced(value, chosen, by);
}

function pathsOf(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    [key],
    ...pathsOf(inner).map((rest) => [key, ...rest]),
  ]);
}

function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((inner, index) => (String(index) === key ? replaced(inner, rest, by) : inner));
  const entries = Object.entries(value ?? {});
  return Object.fromEntries(
    entries.map(([name, inner]) => [name, name === key ? replaced(inner, rest, by) : inner]),
  );
}
