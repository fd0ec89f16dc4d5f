import type { Inngest, InngestFunction } from "inngest";
import { z } from "zod";
import { cronSchedule } from "@/lib/server/jobs/cron-times";
import { compileCondition, compileKey } from "@/lib/server/jobs/event-expression";
import type {
  ConcurrencyLimit,
  JobCancellation,
  JobDefinition,
  JobTrigger,
} from "@/lib/server/jobs/job-definition";
import { type FunctionConfig, functionConfig } from "./function-config";
import { parseDuration } from "./parse-duration";

/** A function uses something that the embedded runner would have to ignore. */
export class UnsupportedOptionError extends Error {
  override readonly name = "UnsupportedOptionError";
}

/** Inngest's own defaults: three retries after the first try. */
const DEFAULT_RETRIES = 3;

/**
 * Reads what the SDK would tell an Inngest server about the functions, and refuses what is not honoured here.
 *
 * @throws UnsupportedOptionError naming the function and the option
 */
export function readJobDefinitions(
  client: Inngest.Any,
  functions: readonly InngestFunction.Any[],
): readonly JobDefinition[] {
  return functions.flatMap((fn) => {
    const configs: unknown = fn["getConfig"]({
      baseUrl: new URL("http://embedded.invalid"),
      appPrefix: client.id,
    });
    return z
      .array(z.unknown())
      .parse(configs)
      .map((config) => definitionOf(client.id, parseConfig(fn.id(), config)));
  });
}

function parseConfig(functionId: string, config: unknown): FunctionConfig {
  const parsed = functionConfig.safeParse(config);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(problemOf);
  throw new UnsupportedOptionError(
    `The function "${functionId}" cannot run without an Inngest server: ${problems.join("; ")}.`,
  );
}

function problemOf(issue: z.core.$ZodIssue): string {
  const where = issue.path.filter((part) => part !== "steps" && part !== "step").join(".");
  if (issue.code === "unrecognized_keys") {
    const options = issue.keys.map((key) => (where === "" ? key : `${where}.${key}`));
    return `its option ${options.join(", ")} is not supported by the embedded runner`;
  }
  return `its option ${where}: ${issue.message}`;
}

function definitionOf(appId: string, config: FunctionConfig): JobDefinition {
  const id = withoutPrefix(appId, config.id);
  try {
    return {
      id,
      name: config.name,
      triggers: config.triggers.map(triggerOf),
      maxAttempts: 1 + (config.steps.step.retries?.attempts ?? DEFAULT_RETRIES),
      concurrency: concurrencyOf(appId, id, config.concurrency),
      singleton:
        config.singleton === undefined
          ? null
          : { keyOf: keyOf(config.singleton.key), mode: config.singleton.mode },
      idempotencyKeyOf: keyOf(config.idempotency),
      debounce:
        config.debounce === undefined
          ? null
          : {
              keyOf: keyOf(config.debounce.key),
              periodMs: durationMs(config.debounce.period),
              timeoutMs: config.debounce.timeout === undefined ? null : durationMs(config.debounce.timeout),
            },
      cancelOn: (config.cancel ?? []).map(cancellationOf),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnsupportedOptionError(`The function "${id}" cannot run without an Inngest server: ${reason}`);
  }
}

export function withoutPrefix(appId: string, fullId: string): string {
  return fullId.startsWith(`${appId}-`) ? fullId.slice(appId.length + 1) : fullId;
}

function triggerOf(trigger: FunctionConfig["triggers"][number]): JobTrigger {
  if ("cron" in trigger) {
    cronSchedule(trigger.cron);
    return { kind: "cron", cron: trigger.cron };
  }
  const condition = trigger.expression === undefined ? null : compileCondition(trigger.expression);
  return {
    kind: "event",
    event: trigger.event,
    accepts: condition === null ? () => true : (event) => condition(event, event),
  };
}

function concurrencyOf(
  appId: string,
  id: string,
  option: FunctionConfig["concurrency"],
): readonly ConcurrencyLimit[] {
  if (option === undefined) return [];
  const options = Array.isArray(option) ? option : [typeof option === "number" ? { limit: option } : option];
  return options
    .filter(({ limit }) => limit > 0)
    .map(({ limit, key, scope }) => ({
      limit,
      keyOf: keyOf(key),
      scope: scope === undefined || scope === "fn" ? `fn:${appId}-${id}` : scope,
    }));
}

function cancellationOf(option: NonNullable<FunctionConfig["cancel"]>[number]): JobCancellation {
  return {
    event: option.event,
    matches: option.if === undefined ? null : compileCondition(option.if),
    withinMs: option.timeout === undefined ? null : durationMs(option.timeout),
  };
}

function keyOf(expression: string | undefined): ReturnType<typeof compileKey> | null {
  return expression === undefined ? null : compileKey(expression);
}

function durationMs(text: string): number {
  const parsed = parseDuration(text);
  if (parsed === null || parsed <= 0) throw new Error(`"${text}" is not a duration such as 10s or 1d2h.`);
  return parsed;
}
