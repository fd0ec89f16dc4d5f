import { once } from "node:events";
import net, { type AddressInfo, type Socket } from "node:net";

/** A port that passes everything on to another one, until its cable is pulled. */
export interface Relay {
  readonly port: number;
  /** Cuts what is open and refuses what comes. */
  readonly unplug: () => Promise<void>;
  readonly plugIn: () => Promise<void>;
}

export async function startRelay(targetPort: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  const server = net.createServer((near) => {
    const far = net.connect(targetPort, "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    unplug: async () => {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
    plugIn: async () => {
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
    },
  };
}
