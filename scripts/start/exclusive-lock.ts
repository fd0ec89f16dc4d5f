import { randomBytes } from "node:crypto";
import { openSync } from "node:fs";
import { link, rename, rm, stat } from "node:fs/promises";
import { connect, createServer, type Server } from "node:net";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { errorCode, LaunchError } from "@/scripts/start/launch-error";

/** Longest path a socket may have everywhere, less what is added to the name. */
const LONGEST_PATH = 85;
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
 * @param holder what another process is told when it asks
 * @returns the lock, or the holder's text
 */
export async function takeExclusiveLock(file: string, holder: () => string): Promise<ExclusiveLock | string> {
  const place = shortenPath(file);
  // Bound under a name of its own and then linked: a link never replaces, so only one can get the name.
  const ours = `${place}.${randomBytes(4).toString("hex")}`;
  const server = await listenAt(ours, holder, file);
  const { ino } = await stat(ours);
  let afterCrash = false;

  while (!(await tryLink(ours, place))) {
    const other = await askHolder(place);
    if (other !== null) return giveUp(server, other);
    afterCrash = true;
    await clearRemains(place, `${ours}.old`);
  }
  if (afterCrash) {
    // Of several that clear the same remains at once, the one whose socket stays in the end has the lock.
    await delay(SETTLE_MS);
    if (!(await isOurs(place, ino))) return giveUp(server, (await askHolder(place)) ?? "another process");
  }
  await rm(ours, { force: true });
  server.unref();
  return { afterCrash, release: () => release(server, place, ino) };
}

async function release(server: Server, place: string, ino: number): Promise<void> {
  if (await isOurs(place, ino)) await rm(place, { force: true });
  await close(server);
}

async function giveUp(server: Server, other: string): Promise<string> {
  await close(server);
  return other;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

async function isOurs(place: string, ino: number): Promise<boolean> {
  return (await stat(place).catch(() => null))?.ino === ino;
}

async function tryLink(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
}

/** Takes the remains of a killed holder away, or puts back what turns out to be a new holder's. */
async function clearRemains(place: string, aside: string): Promise<void> {
  const moved = await rename(place, aside).then(
    () => true,
    () => false,
  );
  if (!moved) return;
  if ((await askHolder(aside)) !== null) await tryLink(aside, place);
  await rm(aside, { force: true });
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

function listenAt(place: string, holder: () => string, file: string): Promise<Server> {
  const server = createServer((socket) => {
    socket.on("error", () => undefined);
    socket.end(holder());
  });
  return new Promise((resolve, reject) => {
    server.once("error", (cause) => reject(explain(file, cause)));
    server.listen(place, () => resolve(server));
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
