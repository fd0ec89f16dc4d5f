import { z } from "zod";
import type { JobError, JobMemo, JobRun } from "@/lib/server/jobs/job-run";
import { canonicalJson } from "./canonical-json";
import { signRequest } from "./sign-request";

export type InngestHandler = (request: Request) => Promise<Response>;

export interface FunctionCall {
  readonly run: JobRun;
  /** A step's id to run only that one; null to go on with the function. */
  readonly stepId: string | null;
  readonly attempt: number;
  readonly maxAttempts: number;
  /** True while other steps are open: the SDK then plans steps instead of running them. */
  readonly planOnly: boolean;
  readonly memos: ReadonlyMap<string, JobMemo>;
}

export interface Operation {
  readonly id: string;
  readonly op: string;
  readonly name: string;
  readonly displayName: string;
  readonly opts: Readonly<Record<string, unknown>>;
  readonly data: unknown;
  readonly error: JobError | null;
}

export type FunctionAnswer =
  | { readonly kind: "finished"; readonly output: unknown }
  | {
      readonly kind: "operations";
      readonly operations: readonly Operation[];
      readonly retryAfterMs: number | null;
    }
  | {
      readonly kind: "rejected";
      readonly error: JobError;
      readonly retriable: boolean;
      readonly retryAfterMs: number | null;
    };

const jobError = z
  .object({
    name: z.string().default("Error"),
    message: z.string().default(""),
    stack: z.string().optional(),
  })
  .catch({ name: "Error", message: "The function failed without saying why." });

const operation = z.object({
  id: z.string(),
  op: z.string(),
  name: z.string().nullish(),
  displayName: z.string().nullish(),
  opts: z.record(z.string(), z.unknown()).nullish(),
  data: z.unknown().optional(),
  error: z.unknown().optional(),
});

export interface Caller {
  readonly handler: InngestHandler;
  readonly appId: string;
  readonly signingKey: string;
  readonly now: () => number;
}

/** Asks the SDK's own handler to go on with a run, as an Inngest server would. */
export async function callFunction(caller: Caller, call: FunctionCall): Promise<FunctionAnswer> {
  const address = new URL("http://embedded.invalid/api/inngest");
  address.searchParams.set("fnId", `${caller.appId}-${call.run.functionId}`);
  address.searchParams.set("stepId", call.stepId ?? "step");
  const body = requestBody(call);
  const request = new Request(address, {
    method: "POST",
    headers: {
      host: address.host,
      "content-type": "application/json",
      "x-inngest-signature": signRequest(body, caller.signingKey, caller.now()),
    },
    body,
  });
  return await readAnswer(await caller.handler(request), caller.now());
}

function requestBody({ run, attempt, maxAttempts, planOnly, memos }: FunctionCall): string {
  const stack = [...memos.keys()];
  return canonicalJson({
    version: 2,
    event: run.event,
    events: [run.event],
    steps: Object.fromEntries(memos),
    ctx: {
      run_id: run.id,
      attempt,
      max_attempts: maxAttempts,
      disable_immediate_execution: planOnly,
      use_api: false,
      stack: { stack, current: stack.length },
    },
  });
}

async function readAnswer(response: Response, nowMs: number): Promise<FunctionAnswer> {
  const text = await response.text();
  const answer: unknown = text === "" ? null : JSON.parse(text);
  const retryAfterMs = readRetryAfter(response.headers.get("retry-after"), nowMs);
  if (response.status === 200) return { kind: "finished", output: answer };
  if (response.status === 206) {
    return {
      kind: "operations",
      operations: z.array(operation).parse(answer).map(operationOf),
      retryAfterMs,
    };
  }
  const retriable = response.status >= 500 && response.headers.get("x-inngest-no-retry") !== "true";
  return { kind: "rejected", error: errorOf(answer), retriable, retryAfterMs };
}

function operationOf(raw: z.infer<typeof operation>): Operation {
  return {
    id: raw.id,
    op: raw.op,
    name: raw.name ?? "",
    displayName: raw.displayName ?? raw.name ?? raw.id,
    opts: raw.opts ?? {},
    data: raw.data ?? null,
    error: raw.op === "StepError" || raw.op === "StepFailed" ? errorOf(raw.error ?? raw.data) : null,
  };
}

function errorOf(answer: unknown): JobError {
  const { name, message, stack } = jobError.parse(answer);
  return stack === undefined ? { name, message } : { name, message, stack };
}

/** Seconds or a date; null when the header is absent or neither. */
function readRetryAfter(header: string | null, nowMs: number): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000);
  const atMs = Date.parse(header);
  return Number.isNaN(atMs) ? null : Math.max(0, atMs - nowMs);
}
