import { openSync } from "node:fs";
import { rm } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { errorCode, LaunchError } from "@/scripts/start/launch-error";

/** Longest path a socket may have everywhere. */
const LONGEST_PATH = 100;
const SETTLE_MS = 150;
const ANSWER_WITHIN_MS = 2_000;

export interface ExclusiveLock {
  /** The one before was killed and had no time to let go. */
  readonly afterCrash: boolean;
  release(): Promise<void>;
}

/**
 * Takes `file` for this process alone, or says who has it. The lock is a listening socket: the system lets go of it
 * with the process, however that ends, so there is no stale lock to guess about - also not between containers
 * that share the folder.
 *
 * @param holder what another process is told
 * @returns the lock, or the holder's text
 */
export async function takeExclusiveLock(file: string, holder: string): Promise<ExclusiveLock | string> {
  const place = shortenPath(file);
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.end(holder);
  });
  let afterCrash = false;

  while (!(await tryListen(server, place, file))) {
    const other = await askHolder(place);
    if (other !== null) return other;
    afterCrash = true;
    await rm(place, { force: true });
  }
  if (afterCrash) {
    // Two may clear the same remains at once; the later one's socket is the one that can be reached.
    await delay(SETTLE_MS);
    const reached = await askHolder(place);
    if (reached !== holder) {
      server.close();
      return reached ?? "another process";
    }
  }
  server.unref();
  return { afterCrash, release: () => new Promise((resolve) => server.close(() => resolve())) };
}

function shortenPath(file: string): string {
  const candidates = [file, path.relative(process.cwd(), file)];
  const short = candidates.find((candidate) => Buffer.byteLength(candidate) <= LONGEST_PATH);
  if (short !== undefined) return short;
  if (process.platform === "linux") {
    return `/proc/self/fd/${openSync(path.dirname(file), "r")}/${path.basename(file)}`;
  }
  throw new LaunchError("configuration", `The path ${path.dirname(file)} is too long for a data directory.`);
}

function tryListen(server: Server, place: string, file: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const refuse = (cause: Error) => {
      server.off("listening", accept);
      if (errorCode(cause) === "EADDRINUSE") return resolve(false);
      reject(explain(file, cause));
    };
    const accept = () => {
      server.off("error", refuse);
      resolve(true);
    };
    server.once("error", refuse);
    server.once("listening", accept);
    server.listen(place);
  });
}

function explain(file: string, cause: Error): Error {
  if (!["ENOTSUP", "EOPNOTSUPP", "EPERM", "EINVAL"].includes(errorCode(cause))) return cause;
  return new LaunchError(
    "permission",
    `The file system of ${path.dirname(file)} cannot hold a database (it has no sockets): set EVENKEEL_DATA_DIRECTORY to a folder on a local disk.`,
    { cause },
  );
}

/** What the process that holds the lock says; null when there is none. */
function askHolder(place: string): Promise<string | null> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(place);
    socket.setTimeout(ANSWER_WITHIN_MS, () => socket.destroy());
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    socket.on("error", (error) => resolve(errorCode(error) === "EACCES" ? "another account" : null));
    // A holder that is stopped (Ctrl-Z) accepts and says nothing.
    socket.on("close", () => resolve(answer || "another process"));
  });
}
