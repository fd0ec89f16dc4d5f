import type { Readable } from "node:stream";
import type { CommandOutcome } from "./print-outcome";
import { runCommand } from "./run-command";
import { scoreScenario } from "./score-scenario";

/** What `npm run -s score -- WORDS` writes and ends with; `input` is its standard input. */
export function scoreCommand(words: readonly string[], input: Readable): Promise<CommandOutcome> {
  return runCommand({ name: "score", words, input, report: scoreScenario });
}
