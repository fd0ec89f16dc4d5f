import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Server as SecureServer } from "node:https";
import type { Socket } from "node:net";

/** The first byte of every TLS connection. */
const HANDSHAKE = 0x16;

/** Looks at the first byte of each connection; one that does not begin with TLS gets a 301 to the same place. */
export function sendPlainHttpAway(server: Server | SecureServer): void {
  const redirect = createServer(redirectToTls);
  const beginTls = server.listeners("connection");
  server.removeAllListeners("connection");
  server.on("connection", (socket: Socket) => {
    // Until somebody else listens to it, a connection that breaks would end the process.
    socket.on("error", () => socket.destroy());
    socket.once("data", (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      if (first[0] === HANDSHAKE) for (const listener of beginTls) listener.call(server, socket);
      else redirect.emit("connection", socket);
      process.nextTick(() => socket.resume());
    });
  });
}

function redirectToTls(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  response.writeHead(301, "Moved Permanently", {
    Location: `https://${request.headers.host ?? "localhost"}${request.url ?? "/"}`,
    Connection: "close",
    "Content-Length": "0",
  });
  response.end();
}
