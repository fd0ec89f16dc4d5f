import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { afterEach } from "vitest";
import { createTransport, type TransportOptions } from "@/lib/server/proxmox/create-transport";
import type { PveConnection } from "@/lib/server/proxmox/pve-connection";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { PveRequest, PveTransport } from "@/lib/server/proxmox/pve-transport";
import { startHttpsServer, type TestServer } from "@/tests/support/https-server";

export const VERSION: PveRequest = { method: "GET", path: "/version" };

const cleanUps: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** Runs after the test, last one first. */
export function cleanUpWith(cleanUp: () => Promise<void>): void {
  cleanUps.push(cleanUp);
}

/** {@link startHttpsServer}, stopped after the test. */
export async function serve(...args: Parameters<typeof startHttpsServer>): Promise<TestServer> {
  const server = await startHttpsServer(...args);
  cleanUps.push(server.stop);
  return server;
}

/** A transport that is closed after the test. */
export function connect(connection: PveConnection, options?: TransportOptions): PveTransport {
  const transport = createTransport(connection, options);
  cleanUps.push(() => transport.close());
  return transport;
}

export async function failureOf(call: Promise<unknown>): Promise<PveError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof PveError)) throw new Error(`expected a PveError, got ${String(error)}`);
  return error;
}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
