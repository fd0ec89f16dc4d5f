import { Readable } from "node:stream";
import { expect } from "vitest";
import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import { planCommand } from "@/scripts/plan/plan-command";
import { guest, node } from "./scenario-input";

export interface Outcome {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs the plan command in this process. */
export async function plan(words: readonly string[], input: string | Buffer = ""): Promise<Outcome> {
  const { exitCode, output, errors } = await planCommand(words, Readable.from([Buffer.from(input)]));
  return { code: exitCode, output, errors };
}

/** The report of a scenario that can be used. */
export async function reported(scenario: object) {
  const { code, output, errors } = await plan(["-"], JSON.stringify(scenario));
  expect({ code, errors }).toEqual({ code: 0, errors: "" });
  return JSON.parse(output);
}

/** Two nodes, one of them with too much to do. */
export const hot: ScenarioInput = {
  name: "hot-node",
  nodes: [node("pve1"), node("pve2")],
  guests: [
    guest(100, "pve1", { cores: 8, cpuUsed: 6 }),
    guest(101, "pve1", { cores: 8, cpuUsed: 5 }),
    guest(102, "pve1", { cores: 8, cpuUsed: 3 }),
  ],
};
