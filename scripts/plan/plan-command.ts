import type { Readable } from "node:stream";
import type { CommandOutcome } from "../score/print-outcome";
import { runCommand } from "../score/run-command";
import { planScenario } from "./plan-scenario";

/** What `npm run -s plan -- WORDS` writes and ends with; `input` is its standard input. */
export function planCommand(words: readonly string[], input: Readable): Promise<CommandOutcome> {
  return runCommand({ name: "plan", words, input, report: planScenario });
}
