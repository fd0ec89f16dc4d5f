import "server-only";
import type { z } from "zod";
import { AppError } from "./app-error";
import { inputIssues } from "./input-issues";
import { readJson } from "./read-json";

export interface InputSchemas {
  readonly params?: z.ZodType | undefined;
  readonly query?: z.ZodType | undefined;
  readonly body?: z.ZodType | undefined;
}

export interface RouteContext {
  readonly params: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

/** Everything a route was given, checked against its schemas. What has no schema is not read. */
export async function readInput(schemas: InputSchemas, request: Request, context: RouteContext) {
  const { params, query, body } = schemas;
  return {
    params: params ? checked(params, await context.params, "The address") : undefined,
    query: query ? checked(query, queryOf(request), "The query") : undefined,
    body: body ? checked(body, await readJson(request), "The input") : undefined,
  };
}

function queryOf(request: Request): Readonly<Record<string, string>> {
  return Object.fromEntries(new URL(request.url).searchParams);
}

function checked(schema: z.ZodType, value: unknown, what: string): unknown {
  const result = schema.safeParse(value, { reportInput: true });
  if (result.success) return result.data;

  const issues = inputIssues(result.error);
  const sentence = issues.map(({ path, message }) => `${path} ${message}`.trim()).join("; ");
  throw new AppError("invalid_input", `${what} is not valid: ${sentence.slice(0, 500)}.`, issues);
}
