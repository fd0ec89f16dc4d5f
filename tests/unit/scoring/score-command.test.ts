import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { afterAll, describe, expect, it, test } from "vitest";
import { scoreCommand } from "@/scripts/score/score-command";

const ROOT = path.join(import.meta.dirname, "../../..");
const folder = mkdtempSync(path.join(os.tmpdir(), "evenkeel-score-"));
const GIB = 1_073_741_824;

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

async function score(words: readonly string[], input = ""): Promise<Outcome> {
  const { exitCode, output, errors } = await scoreCommand(words, Readable.from([Buffer.from(input)]));
  return { code: exitCode, output, errors };
}

/** As a person runs it: a process of its own. */
function scoreInProcess(words: readonly string[], input: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", "scripts/score.ts", ...words], { cwd: ROOT });
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      errors += chunk.toString();
    });
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output, errors }));
    child.stdin.end(input);
  });
}

function file(name: string, content: string): string {
  const place = path.join(folder, name);
  writeFileSync(place, content);
  return place;
}

const hotNode = {
  name: "hot-node",
  nodes: [
    { name: "pve1", cores: 32, memory: 128 * GIB },
    { name: "pve2", cores: 32, memory: 128 * GIB },
  ],
  guests: [
    { vmid: 100, node: "pve1", cores: 16, sockets: 2, memory: 64 * GIB, cpuUsed: 28.8, memoryUsed: 32 * GIB },
  ],
};

const scenario = (extra: object = {}) => JSON.stringify({ ...hotNode, ...extra });

describe("the score command", () => {
  it("prints one JSON object with every node's score and breakdown", async () => {
    const { code, output, errors } = await score([file("hot.json", scenario())]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output.trim().split("\n")).toHaveLength(1);

    const report = JSON.parse(output);
    expect(report).toMatchObject({ name: "hot-node", warnings: [] });
    expect(report.score).toBeCloseTo((30 + 100) / 2, 6);
    expect(report.elapsedMs).toBeGreaterThan(0);
    expect(report.nodes.pve2).toMatchObject({ score: 100, penaltyPoints: 0, verdict: "excellent" });
    expect(report.nodes.pve1.score).toBeCloseTo(30, 6);
    expect(report.nodes.pve1.components[0].sentence).toBe(
      "CPU 90 % now, 90 % over 24 h, 90 % over 7 d: 117 points; starts at 60 %",
    );
  });

  it("reads YAML from standard input and prints it for people with --pretty", async () => {
    const yaml = "nodes:\n  - { name: pve1, cores: 8, memory: 8589934592, baseCpu: 0.65 }\n";
    const { code, output } = await scoreInProcess(["-", "--pretty"], yaml);
    expect(code).toBe(0);
    expect(output.split("\n").length).toBeGreaterThan(20);
    expect(JSON.parse(output).nodes.pve1.penaltyPoints).toBeCloseTo(20, 6);
  });

  it("obeys the scenario's settings, and a settings file before them", async () => {
    const place = file(
      "own.json",
      scenario({ settings: { "planning.cpuThreshold": 90, "planning.method": "cpu" } }),
    );
    const own = JSON.parse((await score([place])).output);
    expect(own.nodes.pve1.components.find((one: { key: string }) => one.key === "cpu.now").points).toBe(0);

    const overrides = file("settings.yaml", "planning.cpuThreshold: 60\nscoring.cpu.highPoints: 20\n");
    const overridden = JSON.parse((await score([place, "--settings", overrides])).output);
    expect(overridden.nodes.pve1.score).toBeCloseTo(30, 6);
  });

  it("uses the scenario's past, and warns about a past that is still to come", async () => {
    const history = [
      { at: -7_200, nodes: { pve1: { cpu: 0.1, memory: 0.1, iowait: 0 } } },
      { at: 3_600, nodes: { pve1: { cpu: 1 } } },
    ];
    const report = JSON.parse((await score(["-"], scenario({ history }))).output);
    expect(report.nodes.pve1.penaltyPoints).toBeGreaterThan(100);
    expect(report.nodes.pve1.penaltyPoints).toBeLessThan(117);
    expect(report.warnings).toEqual([
      { path: "history[1].at", message: "This is after the scenario's clock and is not used." },
    ]);
  });

  it("scores a cluster whose nodes are all offline as null, without failing", async () => {
    const nodes = [{ name: "pve1", cores: 8, memory: GIB, status: "offline" }];
    const { code, output } = await score(["-"], JSON.stringify({ nodes }));
    expect(code).toBe(0);
    expect(JSON.parse(output)).toMatchObject({ score: null, nodes: { pve1: { verdict: "critical" } } });
  });
});

describe("the score command refuses", () => {
  test.each([
    { name: "no file", words: [], input: "", says: /^Usage: npm run -s score/ },
    { name: "two files", words: ["a", "b"], input: "", says: /^Usage: / },
    { name: "an option it does not have", words: ["--fast", "-"], input: "", says: /^Usage: / },
    {
      name: "a file that is not there",
      words: ["/nowhere/x.yaml"],
      input: "",
      says: /^\/nowhere\/x\.yaml: There is no such file\./,
    },
    { name: "a folder", words: ["lib"], input: "", says: /^lib: This is a folder, not a file\./ },
    { name: "nothing", words: ["-"], input: "", says: /^The scenario is empty\./ },
    {
      name: "what is neither JSON nor YAML",
      words: ["-"],
      input: "{ nodes: [",
      says: /This is neither JSON nor YAML/,
    },
    { name: "a list", words: ["-"], input: "[1, 2]", says: /./ },
    {
      name: "a node without cores",
      words: ["-"],
      input: "nodes: [{ name: a, cores: 0, memory: 1 }]",
      says: /^nodes\[0\]\.cores: /,
    },
    {
      name: "negative memory",
      words: ["-"],
      input: "nodes: [{ name: a, cores: 1, memory: -1 }]",
      says: /^nodes\[0\]\.memory: /,
    },
    {
      name: "a number that is none",
      words: ["-"],
      input: "nodes: [{ name: a, cores: 1, memory: .nan }]",
      says: /^nodes\[0\]\.memory: /,
    },
    {
      name: "an unknown field",
      words: ["-"],
      input: "nodes: [{ name: a, cores: 1, memory: 1, colour: red }]",
      says: /^nodes\[0\]\.colour: /,
    },
    {
      name: "a guest on a node that is not there",
      words: ["-"],
      input: scenario({ guests: [{ ...hotNode.guests[0], node: "x" }] }),
      says: /^guests\[0\]\.node: /,
    },
    {
      name: "an unknown setting",
      words: ["-"],
      input: scenario({ settings: { "scoring.cpu.colour": 1 } }),
      says: /^settings\.scoring\.cpu\.colour: There is no such setting\./,
    },
    {
      name: "a setting out of range",
      words: ["-"],
      input: scenario({ settings: { "scoring.cpu.highPoints": -5 } }),
      says: /^settings\.scoring\.cpu\.highPoints: Must be between 0 and 500\./,
    },
    {
      name: "a setting of the wrong kind",
      words: ["-"],
      input: scenario({ settings: { "scoring.cpu.highPoints": "many" } }),
      says: /^settings\.scoring\.cpu\.highPoints: Must be a number\./,
    },
  ])("$name", async ({ words, input, says }) => {
    const { code, output, errors } = await score(words, input);
    expect(errors).toMatch(says);
    expect(errors).not.toMatch(/\n\s+at |Unexpected error/);
    expect({ code, output }).toEqual({ code: 2, output: "" });
  });

  it("bad input as a process, too: a sentence on standard error and exit code 2", async () => {
    const outcome = await scoreInProcess(["-"], "[1, 2]");
    expect(outcome).toEqual({ ...(await score(["-"], "[1, 2]")), code: 2 });
    expect(outcome.errors).not.toBe("");
  });

  it("an unknown key in the settings file, with the file's name", async () => {
    const overrides = file("bad.yaml", "planning.cpuTreshold: 60\n");
    const { code, errors } = await score(["-", "--settings", overrides], scenario());
    expect(code).toBe(2);
    expect(errors).toBe(`${overrides}.planning.cpuTreshold: There is no such setting.\n`);
  });

  it("a settings file that is no mapping", async () => {
    const overrides = file("list.json", "[1]");
    const { code, errors } = await score(["-", "--settings", overrides], scenario());
    expect(code).toBe(2);
    expect(errors).toContain("Settings must be a mapping of keys to values.");
  });

  it("a settings file with an alias of nothing", async () => {
    const overrides = file("alias.yaml", "planning.cpuThreshold: *nowhere\n");
    const { code, errors } = await score(["-", "--settings", overrides], scenario());
    expect(code).toBe(2);
    expect(errors).toMatch(/alias\.yaml: The YAML cannot be read: /);
  });
});
