import type { ErrorBody } from "@/lib/api/envelope";
import { ApiError } from "./api-error";
import type { Reader } from "./reader";

export interface ApiAnswer<Data> {
  readonly data: Data;
  readonly meta: unknown;
}

interface ApiRequest<Data> {
  readonly method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly schema: Reader<Data>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/**
 * Asks our own API and checks its answer against the contract.
 *
 * @throws ApiError with the server's sentence, or `unreachable` when there was no answer.
 */
export async function requestApi<Data>(
  path: string,
  { method = "GET", schema, body, signal }: ApiRequest<Data>,
): Promise<ApiAnswer<Data>> {
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

  if (!isObject(answer) || !("data" in answer)) {
    throw new ApiError({ code: "internal", message: "Evenkeel's answer cannot be read." });
  }
  return { data: schema.parse(answer.data), meta: "meta" in answer ? answer.meta : undefined };
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
  if (isErrorBody(answer)) return new ApiError(answer.error);
  return new ApiError({
    code: "internal",
    message: `Evenkeel answered ${response.status} without saying why.`,
  });
}

function isErrorBody(answer: unknown): answer is ErrorBody {
  if (!isObject(answer) || !("error" in answer) || !isObject(answer.error)) return false;
  const { error } = answer;
  return "code" in error && "message" in error && typeof error.message === "string";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
