import type { Readable } from "node:stream";
import { parseArgs } from "node:util";
import { BadInput } from "./bad-input";
import { checkSettings, parseSettings, type SettingValues } from "./check-settings";
import type { CommandOutcome } from "./print-outcome";
import { readText } from "./read-text";

/** What a command is given: the text of a scenario, and settings that go before its own. */
export interface CommandInput {
  readonly text: string;
  readonly overrides: SettingValues;
}

interface Command {
  /** As in `npm run -s NAME`. */
  readonly name: string;
  readonly words: readonly string[];
  /** Standard input, which the file `-` stands for. */
  readonly input: Readable;
  readonly report: (given: CommandInput) => unknown;
}

/**
 * Runs a command of the form `NAME -- FILE [--settings FILE] [--pretty]` that prints one JSON object. Whatever cannot be used ends
 * with exit code 2 and a line for each reason, never with a stack trace.
 */
export async function runCommand({ name, words, input, report }: Command): Promise<CommandOutcome> {
  try {
    const { file, settings, pretty } = readArguments(name, words);
    const overrides = settings === undefined ? {} : await readOverrides(settings, input);
    const result = report({ text: await readText(file, input), overrides });
    return { exitCode: 0, output: `${JSON.stringify(result, null, pretty ? 2 : undefined)}\n`, errors: "" };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const sentence = error instanceof BadInput ? reason : `Unexpected error: ${reason}`;
    return { exitCode: 2, output: "", errors: `${sentence}\n` };
  }
}

interface Arguments {
  readonly file: string;
  readonly settings: string | undefined;
  readonly pretty: boolean;
}

function readArguments(name: string, words: readonly string[]): Arguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      allowPositionals: true,
      options: { settings: { type: "string" }, pretty: { type: "boolean", default: false } },
    });
    const [file, ...more] = positionals;
    if (file !== undefined && more.length === 0)
      return { file, settings: values.settings, pretty: values.pretty };
  } catch {
    // An option that does not exist, or one without its value: the usage line says what does.
  }
  const usage = `Usage: npm run -s ${name} -- FILE [--settings FILE] [--pretty]   (FILE - reads standard input)`;
  throw new BadInput([{ path: "", message: usage }]);
}

async function readOverrides(path: string, input: Readable): Promise<SettingValues> {
  const values = parseSettings(await readText(path, input), path);
  checkSettings(values, path);
  return values;
}
