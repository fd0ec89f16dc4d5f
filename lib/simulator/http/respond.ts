import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gzip as gzipCallback } from "node:zlib";

const gzip = promisify(gzipCallback);

export interface Answer {
  readonly status: number;
  /** HTTP reason phrase; PVE puts the first line of an error there. */
  readonly reason: string;
  /** Null for no body at all. */
  readonly body: string | null;
  readonly type?: string;
}

/** Sends an answer with the headers that pveproxy sends. */
export async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  nowSeconds: number,
): Promise<void> {
  const date = new Date(nowSeconds * 1000).toUTCString();
  const headers: Record<string, string> = {
    "Cache-Control": "max-age=0",
    Pragma: "no-cache",
    Date: date,
    Expires: date,
    Server: "pve-api-daemon/3.0",
    Connection: answer.status >= 400 ? "close" : "Keep-Alive",
  };
  let body = answer.body === null ? Buffer.alloc(0) : Buffer.from(answer.body, "utf8");
  if (answer.body !== null) headers["Content-Type"] = answer.type ?? "application/json;charset=UTF-8";
  if (body.length > 1024 && /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""))) {
    body = await gzip(body, { level: 1 });
    headers["Content-Encoding"] = "gzip";
  }
  headers["Content-Length"] = String(body.length);

  if (response.destroyed) return;
  response.sendDate = false;
  response.writeHead(answer.status, reasonPhrase(answer.reason), headers);
  response.end(body);
}

/** The first line, of characters that a status line may hold. */
function reasonPhrase(text: string): string {
  const line = text.split("\n")[0] ?? "";
  return line.replace(/[^\t\x20-\x7e]/g, "?").slice(0, 500) || "Error";
}

/** The body of a request, up to a limit; null when it is longer. */
export async function readBody(request: IncomingMessage, limit: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const buffer = chunk as Buffer;
    size += buffer.length;
    if (size > limit) return null;
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}
