import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { hot, type Outcome, plan, reported } from "./run-plan";
import { GIB, guest, node } from "./scenario-input";

const ROOT = path.join(import.meta.dirname, "../../..");
const folder = mkdtempSync(path.join(os.tmpdir(), "evenkeel-plan-"));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string): string {
  const place = path.join(folder, name);
  writeFileSync(place, content);
  return place;
}

describe("the plan command", () => {
  it("prints one JSON object with everything that is documented", async () => {
    const { code, output, errors } = await plan([file("hot.json", JSON.stringify(hot))]);
    expect({ code, errors }).toEqual({ code: 0, errors: "" });
    expect(output.trim().split("\n")).toHaveLength(1);
    const report = JSON.parse(output);
    expect(Object.keys(report).sort()).toEqual(
      [
        "name",
        "verdict",
        "reason",
        "score",
        "imbalance",
        "nodes",
        "moves",
        "notMoved",
        "violations",
        "conflicts",
        "blocked",
        "placements",
        "certificate",
        "warnings",
        "elapsedMs",
      ].sort(),
    );
    expect(report).toMatchObject({ name: "hot-node", verdict: "plan", certificate: { ok: true } });
    expect(report.elapsedMs).toBeGreaterThan(0);
    const [move] = report.moves;
    expect(move).toMatchObject({ wave: 1, from: "pve1", to: "pve2", kind: "live", temporary: false });
    for (const key of ["vmid", "confidence", "risk", "seconds", "downtimeMs", "bytes", "scoreAfter"])
      expect(Number.isFinite(move[key])).toBe(true);
    expect(report.placements[move.vmid]).toBe("pve2");
    expect(report.nodes.pve1.after.cpu).toBeLessThan(report.nodes.pve1.before.cpu);
    expect(report.score.after).toBeGreaterThan(report.score.before);
  });

  it("reads YAML from standard input and prints it for people with --pretty", async () => {
    const outcome = await new Promise<Outcome>((resolve, reject) => {
      const words = ["--import", "tsx", "scripts/plan.ts", "-", "--pretty"];
      const child = spawn(process.execPath, words, { cwd: ROOT });
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
      child.stdin.end("nodes:\n  - { name: pve1, cores: 8, memory: 8589934592 }\n");
    });
    expect({ code: outcome.code, errors: outcome.errors }).toEqual({ code: 0, errors: "" });
    expect(outcome.output.split("\n").length).toBeGreaterThan(20);
    expect(JSON.parse(outcome.output)).toMatchObject({ verdict: "balanced", moves: [] });
  });

  it("obeys the scenario's settings, and a settings file before them", async () => {
    const calm = { ...hot, settings: { "planning.maxMoves": 0 } };
    expect((await reported(calm)).moves).toEqual([]);
    const overrides = file("settings.yaml", "planning.maxMoves: 5\n");
    const place = file("calm.json", JSON.stringify(calm));
    const report = JSON.parse((await plan([place, "--settings", overrides])).output);
    expect(report.moves.length).toBeGreaterThan(0);
  });

  it("prints the same plan for the same scenario, to the byte but for the time it took", async () => {
    const texts = await Promise.all([reported(hot), reported(hot)]);
    const [one, other] = texts.map((report) => JSON.stringify({ ...report, elapsedMs: 0 }));
    expect(one).toBe(other);
  });
});

describe("clusters of the odd kind", () => {
  it("all nodes offline", async () => {
    const nodes = [node("pve1", { status: "offline" }), node("pve2", { status: "offline" })];
    const report = await reported({ ...hot, nodes });
    expect(report).toMatchObject({ moves: [], score: { before: null, after: null } });
    expect(report.reason).not.toBe("");
  });

  it("no guests", async () => {
    expect(await reported({ nodes: hot.nodes })).toMatchObject({ verdict: "balanced", moves: [] });
  });

  it("one node, however hot", async () => {
    const report = await reported({ ...hot, nodes: [node("pve1")] });
    expect(report.moves).toEqual([]);
    expect(report.reason).not.toBe("");
  });

  it("a guest bigger than any node is allowed, and explained when it must move", async () => {
    const giant = guest(100, "pve1", { cores: 64, memory: 256 * GIB, memoryUsed: 32 * GIB });
    const stays = await reported({ ...hot, guests: [giant] });
    expect(stays.moves).toEqual([]);
    const report = await reported({ ...hot, guests: [giant], evacuate: ["pve1"] });
    expect(report).toMatchObject({ verdict: "blocked", moves: [] });
    expect(report.blocked).toHaveLength(1);
    expect(report.blocked[0]).toMatchObject({ vmid: 100, node: "pve1" });
    expect(report.blocked[0].detail).toContain("pve2");
  });

  it("all nodes to be emptied: nowhere to go, and it says so for each guest", async () => {
    const report = await reported({ ...hot, evacuate: ["pve1", "pve2"] });
    expect(report).toMatchObject({ verdict: "blocked", moves: [] });
    expect(report.blocked.map(({ vmid }: { vmid: number }) => vmid)).toEqual([100, 101, 102]);
    for (const { detail, fix } of report.blocked) expect(detail && fix).toBeTruthy();
  });

  it("rules that name nobody are a warning, whatever they are", async () => {
    const rules = [
      { id: "ghosts", kind: "anti-affinity", guests: [900, 901] },
      { id: "nowhere", kind: "pin", guests: [100], nodes: ["pve9"] },
    ];
    const report = await reported({ ...hot, rules });
    const text = JSON.stringify(report.warnings);
    expect(text).toContain("900");
    expect(text).toContain("pve9");
    for (const { path: place, message } of report.warnings) expect(place && message).toBeTruthy();
  });
});
