import { once } from "node:events";
import http from "node:http";
import { POST as cancel } from "@/app/api/v1/moves/[moveId]/cancel/route";
import { POST as resolve } from "@/app/api/v1/moves/[moveId]/resolve/route";
import { GET as list, POST as request } from "@/app/api/v1/moves/route";
import { register } from "@/instrumentation";
import { type AnyHandler, callRoute } from "@/tests/support/call-route";

/**
 * The application as its server starts it, with the routes of moves over HTTP and without the pages; killed at will. Its code is loaded
 * ahead, and it begins when it is told to: to load it takes longer on a busy machine than what is to be tried.
 */
process.on("disconnect", () => process.exit(0));

const ROUTES: readonly (readonly [string, RegExp, AnyHandler])[] = [
  ["GET", /^\/api\/v1\/moves$/, list],
  ["POST", /^\/api\/v1\/moves$/, request],
  ["POST", /^\/api\/v1\/moves\/(?<moveId>[^/]+)\/cancel$/, cancel],
  ["POST", /^\/api\/v1\/moves\/(?<moveId>[^/]+)\/resolve$/, resolve],
];

await import("@/inngest/start-server");
const isWanted = once(process, "message");
process.send?.("loaded");
await isWanted;
await register();
const server = http.createServer((incoming, response) => {
  answer(incoming)
    .then(async (given) => {
      response.writeHead(given.status, { "content-type": "application/json" });
      response.end(await given.text());
    })
    .catch(() => response.writeHead(500).end());
});
server.listen(Number(process.env.PORT), "127.0.0.1", () => process.send?.("ready"));

async function answer(incoming: http.IncomingMessage): Promise<Response> {
  const { method = "GET", url = "/", headers } = incoming;
  const path = url.split("?")[0] ?? "/";
  for (const [wanted, pattern, handler] of ROUTES) {
    const match = wanted === method ? pattern.exec(path) : null;
    if (!match) continue;
    const body = await bodyOf(incoming);
    const params = { ...match.groups };
    return await callRoute(handler, {
      method,
      path: url,
      params,
      cookie: headers.cookie,
      ...(body && { body }),
    });
  }
  return new Response(null, { status: 404 });
}

async function bodyOf(incoming: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
