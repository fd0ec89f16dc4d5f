import type { Readable } from "node:stream";
import { parseArgs } from "node:util";
import { BadInput } from "./bad-input";
import { checkSettings, parseSettings, type SettingValues } from "./check-settings";
import { readText } from "./read-text";
import { scoreScenario } from "./score-scenario";

const USAGE = "Usage: npm run -s score -- FILE [--settings FILE] [--pretty]   (FILE - reads standard input)";

interface Arguments {
  readonly file: string;
  readonly settings: string | undefined;
  readonly pretty: boolean;
}

export interface ScoreOutcome {
  readonly exitCode: number;
  readonly output: string;
  readonly errors: string;
}

/** What `npm run -s score -- WORDS` writes and ends with; `input` is its standard input. */
export async function scoreCommand(words: readonly string[], input: Readable): Promise<ScoreOutcome> {
  try {
    const { file, settings, pretty } = readArguments(words);
    const overrides = settings === undefined ? {} : await readOverrides(settings, input);
    const report = scoreScenario({ text: await readText(file, input), overrides });
    return { exitCode: 0, output: `${JSON.stringify(report, null, pretty ? 2 : undefined)}\n`, errors: "" };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const sentence = error instanceof BadInput ? reason : `Unexpected error: ${reason}`;
    return { exitCode: 2, output: "", errors: `${sentence}\n` };
  }
}

function readArguments(words: readonly string[]): Arguments {
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
  throw new BadInput([{ path: "", message: USAGE }]);
}

async function readOverrides(path: string, input: Readable): Promise<SettingValues> {
  const values = parseSettings(await readText(path, input), path);
  checkSettings(values, path);
  return values;
}
