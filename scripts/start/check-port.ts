import { createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { errorCode, LaunchError } from "@/scripts/start/launch-error";

const POLL_MS = 100;

/** Makes sure that the application will be able to listen there; waits `patienceMs` for a port that is in use. */
export async function checkPort(port: number, host: string, patienceMs: number): Promise<void> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const problem = await tryListen(port, host);
    if (!problem) return;
    if (errorCode(problem) !== "EADDRINUSE" || Date.now() > until) throw explain(problem, port, host);
    await delay(POLL_MS);
  }
}

function tryListen(port: number, host: string): Promise<Error | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", resolve);
    server.listen(port, host, () => server.close(() => resolve(null)));
  });
}

function explain(cause: Error, port: number, host: string): Error {
  switch (errorCode(cause)) {
    case "EADDRINUSE":
      return new LaunchError(
        "port-in-use",
        `Port ${port} of ${host} is in use by another program: stop it, or choose another port (PORT=3001 npm start).`,
        { cause },
      );
    case "EACCES":
      return new LaunchError(
        "port-in-use",
        `There is no permission to listen on port ${port}: choose one above 1023 (PORT=3001 npm start).`,
        { cause },
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new LaunchError("configuration", `HOST is ${host}, which is not an address of this machine.`, {
        cause,
      });
    default:
      return cause;
  }
}
