import { z } from "zod";
import { errorBody } from "@/lib/api/envelope";
import { ApiError } from "./api-error";

export interface ApiAnswer<Data> {
  readonly data: Data;
  readonly meta: unknown;
}

interface ApiRequest<Schema extends z.ZodType> {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly schema: Schema;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

const envelope = z.object({ data: z.unknown(), meta: z.unknown().optional() });

/**
 * Asks our own API and checks its answer against the contract.
 *
 * @throws ApiError with the server's sentence, or `unreachable` when there was no answer.
 */
export async function requestApi<Schema extends z.ZodType>(
  path: string,
  { method = "GET", schema, body, signal }: ApiRequest<Schema>,
): Promise<ApiAnswer<z.output<Schema>>> {
  const response = await send(path, {
    method,
    ...(signal ? { signal } : {}),
    headers: {
      accept: "application/json",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = response.status === 204 ? { data: null } : await readJson(response);

  if (!response.ok) throw refusalOf(response, answer);

  const { data, meta } = envelope.parse(answer);
  return { data: schema.parse(data), meta };
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, { ...init, credentials: "same-origin" });
  } catch (problem) {
    if (problem instanceof DOMException && problem.name === "AbortError") throw problem;
    throw new ApiError({
      code: "unreachable",
      message: "Evenkeel does not answer. Check your connection; nothing was changed.",
    });
  }
}

async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}

function refusalOf(response: Response, answer: unknown): ApiError {
  const refusal = errorBody.safeParse(answer);
  if (refusal.success) return new ApiError(refusal.data.error);
  return new ApiError({
    code: "internal",
    message: `Evenkeel answered ${response.status} without saying why.`,
  });
}
