import { parseArgs } from "node:util";
import { BadInput } from "./score/bad-input";
import { checkSettings, parseSettings, type SettingValues } from "./score/check-settings";
import { readText } from "./score/read-text";
import { scoreScenario } from "./score/score-scenario";

const USAGE = "Usage: npm run -s score -- FILE [--settings FILE] [--pretty]   (FILE - reads standard input)";

interface Arguments {
  readonly file: string;
  readonly settings: string | undefined;
  readonly pretty: boolean;
}

try {
  const { file, settings, pretty } = readArguments(process.argv.slice(2));
  const overrides = settings === undefined ? {} : await readOverrides(settings);
  const report = scoreScenario({ text: await readText(file), overrides });
  process.stdout.write(`${JSON.stringify(report, null, pretty ? 2 : undefined)}\n`);
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof BadInput ? reason : `Unexpected error: ${reason}`}\n`);
  process.exitCode = 2;
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

async function readOverrides(path: string): Promise<SettingValues> {
  const values = parseSettings(await readText(path), path);
  checkSettings(values, path);
  return values;
}
