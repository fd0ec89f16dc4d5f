import "server-only";
import { AppError } from "./app-error";

export const LARGEST_BODY_BYTES = 1024 * 1024;

/** The request's JSON body. Refuses another content type, more than 1 MiB and what is not JSON. */
export async function readJson(request: Request): Promise<unknown> {
  const type = (request.headers.get("content-type") ?? "").split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json") {
    throw new AppError("invalid_input", "Send the body as JSON with Content-Type: application/json.");
  }
  if (Number(request.headers.get("content-length") ?? 0) > LARGEST_BODY_BYTES) throw tooLarge();

  const text = await readLimitedText(request.body, LARGEST_BODY_BYTES);
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("invalid_input", "The body is not valid JSON.");
  }
}

/** A body as text. Stops reading and refuses as soon as it is larger than `largestBytes`. */
export async function readLimitedText(
  body: ReadableStream<Uint8Array> | null,
  largestBytes: number,
): Promise<string> {
  if (body === null) return "";
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > largestBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function tooLarge(): AppError {
  return new AppError("payload_too_large", "The body is too large.");
}
