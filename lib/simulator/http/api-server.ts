import {
  createServer as createHttpServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createHttpsServer, type Server as SecureServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Certificate } from "./certificate";
import { sendPlainHttpAway } from "./plain-http";

/**
 * The listening side: HTTP, or HTTPS with a certificate that can be changed while it runs. Whoever speaks
 * plain HTTP to the latter is sent there, as pveproxy does on the same port.
 */
export class ApiServer {
  readonly #server: Server | SecureServer;
  readonly #sockets = new Set<Socket>();
  #certificate: Certificate | null;

  constructor(
    certificate: Certificate | null,
    handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  ) {
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      handle(request, response).catch((error: unknown) => {
        // A client that hangs up in the middle is no reason to stop; anything else ends the connection.
        response.destroy(error instanceof Error ? error : undefined);
      });
    };
    this.#certificate = certificate;
    this.#server = certificate
      ? createHttpsServer({ key: certificate.key, cert: certificate.pem }, listener)
      : createHttpServer(listener);
    this.#server.keepAliveTimeout = 10_000;
    if (certificate) sendPlainHttpAway(this.#server);
    this.#server.on("connection", (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
    });
  }

  get certificate(): Certificate | null {
    return this.#certificate;
  }

  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, host, () => {
        this.#server.off("error", reject);
        resolve();
      });
    });
    return (this.#server.address() as AddressInfo).port;
  }

  /** Shows another certificate to every connection from now on, and ends those that are open. */
  rotate(certificate: Certificate): void {
    this.#certificate = certificate;
    if ("setSecureContext" in this.#server) {
      this.#server.setSecureContext({ key: certificate.key, cert: certificate.pem });
    }
    this.#server.closeIdleConnections();
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    this.#server.closeAllConnections();
    // Those that have said nothing yet are no connections of HTTP's.
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
