import "server-only";
import { AppError } from "./app-error";
import { readLimitedText } from "./read-json";

const LARGEST_FORM_BYTES = 16 * 1024;

/** The fields of a small form, sent as a form or as JSON; texts only. */
export async function readForm(request: Request): Promise<Readonly<Record<string, string>>> {
  const type = request.headers.get("content-type") ?? "";
  const text = await readLimitedText(request.body, LARGEST_FORM_BYTES);
  if (type.includes("application/x-www-form-urlencoded"))
    return Object.fromEntries(new URLSearchParams(text));
  if (!type.includes("application/json")) return {};
  try {
    const entries = Object.entries(JSON.parse(text) as object);
    return Object.fromEntries(
      entries.filter((entry): entry is [string, string] => typeof entry[1] === "string"),
    );
  } catch {
    throw new AppError("invalid_input", "The body is not valid JSON.");
  }
}
