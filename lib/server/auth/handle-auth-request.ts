import "server-only";
import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth from "next-auth";
import { readForm } from "@/lib/server/http/read-form";
import { authOptions } from "./auth-options";

/**
 * Answers one request under /api/auth with next-auth. It is called in its API-route form, because its other form takes
 * cookies and headers from Next.js's own request and cannot be called with any other, as tests do.
 */
export async function handleAuthRequest(request: Request, path: readonly string[]): Promise<Response> {
  const url = new URL(request.url);
  const answer = new CollectedAnswer();
  const incoming = {
    method: request.method,
    headers: Object.fromEntries(request.headers),
    cookies: cookiesOf(request.headers.get("cookie") ?? ""),
    query: { ...Object.fromEntries(url.searchParams), nextauth: [...path] },
    body: request.method === "POST" ? await readForm(request) : undefined,
  };
  // One cast: next-auth uses just these members, and just the methods that the answer has.
  const options = authOptions(request.headers.get("origin"));
  await NextAuth(incoming as unknown as NextApiRequest, answer as unknown as NextApiResponse, options);
  return answer.toResponse();
}

/** What next-auth does to a response, kept until it can become one. */
class CollectedAnswer {
  private code = 200;
  private body: string | null = null;
  private readonly fields = new Map<string, string | string[]>();

  status(code: number): this {
    this.code = code;
    return this;
  }

  getHeader(name: string): string | string[] | undefined {
    return this.fields.get(name.toLowerCase());
  }

  setHeader(name: string, value: string | string[]): this {
    this.fields.set(name.toLowerCase(), value);
    return this;
  }

  json(content: unknown): void {
    this.setHeader("content-type", "application/json");
    this.body = JSON.stringify(content);
  }

  send(content: unknown): void {
    if (typeof content === "string") this.body = content;
    else if (content !== undefined) this.json(content);
  }

  end(): void {}

  toResponse(): Response {
    const headers = new Headers();
    for (const [name, value] of this.fields) {
      for (const one of [value].flat()) headers.append(name, one);
    }
    headers.set("cache-control", "no-store");
    return new Response(this.body, { status: this.code, headers });
  }
}

function cookiesOf(header: string): Readonly<Record<string, string>> {
  const pairs = header.split(";").map((pair) => pair.trim().split("="));
  return Object.fromEntries(
    pairs.filter(([name]) => name).map(([name, ...value]) => [name ?? "", decoded(value.join("="))]),
  );
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
