import "server-only";
import http, { type IncomingMessage } from "node:http";

/** Header that carries the address of the socket's other end; whatever a client sent under this name is replaced. */
export const PEER_ADDRESS_HEADER = "x-evenkeel-peer-address";

const marked = Symbol.for("evenkeel.peer-address");

/**
 * Makes every HTTP server of this process write the peer's address into each request.
 * Next.js keeps a client's own `X-Forwarded-For` and hides the socket, so nothing else here tells who really called.
 * Called once from instrumentation; a second call does nothing.
 */
export function markPeerAddresses(): void {
  const prototype: http.Server & { [marked]?: true } = http.Server.prototype;
  if (prototype[marked]) return;

  const emit = prototype.emit;
  prototype[marked] = true;
  prototype.emit = function emitMarked(this: http.Server, ...input: Parameters<http.Server["emit"]>) {
    const [event, request]: readonly unknown[] = input;
    if (event === "request" || event === "upgrade") writePeerAddress(request as IncomingMessage);
    return emit.apply(this, input);
  } as http.Server["emit"];
}

function writePeerAddress({ headers, socket }: IncomingMessage): void {
  delete headers[PEER_ADDRESS_HEADER];
  if (socket.remoteAddress) headers[PEER_ADDRESS_HEADER] = socket.remoteAddress;
}
