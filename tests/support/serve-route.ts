import http from "node:http";
import type { AddressInfo } from "node:net";
import type { AnyHandler } from "./call-route";

/**
 * Serves a route over HTTP the way `next start --hostname 0.0.0.0` does, which shows a handler the address it listens
 * on in place of the one that was asked for.
 */
export async function serveRoute(
  handlers: Readonly<Record<string, AnyHandler>>,
): Promise<{ readonly origin: string; readonly stop: () => Promise<void> }> {
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = "GET" } = request;
    const body = method === "GET" ? null : Buffer.concat(chunks);
    const headers = new Headers(request.headers as Record<string, string>);
    const asked = new Request(`http://0.0.0.0:3000${request.url}`, { method, headers, body });
    const answer = await handlers[method]?.(asked, { params: Promise.resolve({}) } as never);
    response.writeHead(answer?.status ?? 405, Object.fromEntries(answer?.headers ?? []));
    response.end(await answer?.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
