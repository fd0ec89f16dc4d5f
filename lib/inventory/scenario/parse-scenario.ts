import { parseDocument } from "yaml";
import type { z } from "zod";
import { checkScenario } from "./check-scenario";
import { type Scenario, scenario as schema } from "./scenario";
import { ScenarioError, type ScenarioIssue } from "./scenario-error";

/** Thousands of guests may share their anchors; what unfolds without end has far more. */
const MOST_ALIASES = 100_000;

export interface ParsedScenario {
  readonly scenario: Scenario;
  /** Contradictions that do not stop anybody, such as a rule about a guest that is not there. */
  readonly warnings: readonly ScenarioIssue[];
}

/**
 * Reads a scenario from JSON or YAML, with every default filled in.
 *
 * @throws ScenarioError with all reasons, each with its path
 */
export function parseScenario(text: string): ParsedScenario {
  const parsed = schema.safeParse(readText(text));
  if (!parsed.success) throw new ScenarioError(describeIssues(parsed.error));

  const { errors, warnings } = checkScenario(parsed.data);
  if (errors.length > 0) throw new ScenarioError(errors);
  return { scenario: parsed.data, warnings };
}

/** Turns zod's findings into paths and sentences; one for each unknown field. */
export function describeIssues(error: z.ZodError): ScenarioIssue[] {
  return error.issues.flatMap((issue): ScenarioIssue[] => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: pathText([...issue.path, key]),
        message: "This field is not known.",
      }));
    }
    return [{ path: pathText(issue.path), message: sentence(issue) }];
  });
}

function readText(text: string): unknown {
  if (text.trim() === "") throw new ScenarioError([{ path: "", message: "The scenario is empty." }]);
  if (/^\s*[{[]/.test(text)) {
    const json = tryJson(text);
    if (json !== undefined) return json;
  }

  const document = parseDocument(text, { prettyErrors: true, merge: true, logLevel: "error" });
  const problem = document.errors[0];
  if (problem) {
    const line = problem.linePos?.[0];
    const reason = problem.message.split("\n")[0]?.replace(/ at line \d+, column \d+:?$/, "");
    throw new ScenarioError([
      {
        path: line ? `line ${line.line}, column ${line.col}` : "",
        message: `This is neither JSON nor YAML: ${reason}.`,
      },
    ]);
  }
  return toValue(document);
}

function toValue(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ScenarioError([{ path: "", message: `The YAML cannot be read: ${reason}.` }]);
  }
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) =>
      typeof part === "number" ? `${text}[${part}]` : text ? `${text}.${String(part)}` : String(part),
    "",
  );
}

function sentence(issue: z.core.$ZodIssue): string {
  if (
    issue.code === "invalid_type" &&
    issue.input === undefined &&
    /received undefined$/.test(issue.message)
  ) {
    return "This field is required.";
  }
  if (issue.code === "invalid_union" && "discriminator" in issue) {
    return `The value of "${String(issue.discriminator)}" is missing or not known.`;
  }
  if (/^must /.test(issue.message)) return `The value ${issue.message}.`;
  return /[.!]$/.test(issue.message) ? issue.message : `${issue.message}.`;
}
