import "server-only";
import type { MoveProgress } from "@/lib/api/moves";
import { parseSeconds, parseSize, readLogLine } from "./log-line";

type Disk = MoveProgress["disks"][number];
type Change = Partial<MoveProgress> | null;
type Reader = (match: RegExpExecArray, progress: MoveProgress) => Change;

export const NO_PROGRESS: MoveProgress = {
  phase: "queued",
  byHa: false,
  memory: null,
  disks: [],
  secondsLeft: null,
  downtimeMs: null,
  downtimeLimitMs: null,
  downtimeRaised: 0,
  averageBytesPerSecond: null,
  durationSeconds: null,
  errors: [],
  lastLine: null,
};

const MOST_ERRORS = 20;

/**
 * What further lines of a migration's log tell, added to what is known. Lines that say nothing of the progress only
 * become the last line.
 */
export function readMigrationLog(before: MoveProgress, lines: readonly string[]): MoveProgress {
  return lines.reduce(readLine, before);
}

function readLine(progress: MoveProgress, raw: string): MoveProgress {
  const { text, isError } = readLogLine(raw);
  if (text.trim() === "" || text === "no content") return progress;
  const errors = isError ? [...progress.errors, text].slice(-MOST_ERRORS) : progress.errors;
  for (const [pattern, read] of READERS) {
    const match = pattern.exec(text);
    if (match) return { ...progress, ...read(match, progress), errors, lastLine: text };
  }
  return { ...progress, errors, lastLine: text };
}

/** The first pattern that a line has decides. */
const READERS: readonly (readonly [RegExp, Reader])[] = [
  [
    /^migration (?:active|device|in status '\w+'), transferred (.+?) of (.+?) VM-state(?:, (.+))?$/,
    readMemory,
  ],
  [/^(?:drive|mirror)-(\S+): transferred (.+?) of (.+?) \([\d.]+%\) in (.+?)(, ready)?$/, readMirror],
  [/^(\d+) bytes(?: \(.*?\))? copied, ([\d.]+ ?s|[\dhms ]+)/, readCopy],
  [/^\d\d:\d\d:\d\d\s+([\d.]+[KMGT]?B?)\s+(\S+?)@/, readZfs],
  [/^task started by HA resource agent$/, () => ({ byHa: true, phase: "preparing" })],
  [/^Requesting HA migration for /, () => ({ byHa: true, phase: "queued" })],
  [/^shutdown CT \d+/, () => ({ phase: "shutdown" })],
  [/^starting migration of (?:VM|CT) \d+ to node/, () => ({ phase: "preparing" })],
  [
    /^found local (?:disk|volume) '([^']+)'/,
    (match, { disks }) => ({ disks: withDisk(disks, match[1] ?? "") }),
  ],
  [/^found generated disk '([^']+)'/, (match, { disks }) => ({ disks: withDisk(disks, match[1] ?? "") })],
  [/^copying local disk images/, () => ({ phase: "disks" })],
  [
    /^starting storage migration/,
    (_match, { disks }) => ({ phase: "disks", disks: disks.filter(({ doneBytes }) => doneBytes > 0) }),
  ],
  [
    /^(\S+): start migration to nbd:/,
    (match, { disks }) => ({ phase: "disks", disks: withDisk(disks, match[1] ?? "") }),
  ],
  [/^volume '([^']+)' is '[^']+' on the target/, (match, progress) => ready(progress, match[1] ?? "")],
  [/^(?:drive|mirror)-(\S+): Completed successfully/, (match, progress) => ready(progress, match[1] ?? "")],
  [/^starting online\/live migration on /, () => ({ phase: "memory", secondsLeft: null })],
  [/^migration downtime limit: (\d+) ms/, (match) => ({ downtimeLimitMs: Number(match[1]) })],
  [
    /^auto-increased downtime to continue migration: (\d+) ms/,
    (match, { downtimeRaised }) => ({
      downtimeLimitMs: Number(match[1]),
      downtimeRaised: downtimeRaised + 1,
    }),
  ],
  [/^average migration speed: (.+?)\/s - downtime (\d+) ms/, readAverage],
  [/^migration status: completed/, () => ({ phase: "switching", secondsLeft: 0 })],
  [
    /^start (?:final cleanup|container on target node)/,
    (match) => ({ phase: match[0].endsWith("cleanup") ? "switching" : "starting" }),
  ],
  [/^start container on source node/, () => ({ phase: "starting" })],
  [
    /^migration (?:finished successfully|finished with problems|aborted) \(duration ([\d:]+)\)/,
    (match) => ({ durationSeconds: parseSeconds(match[1] ?? ""), secondsLeft: 0 }),
  ],
  [/^TASK (?:OK|WARNINGS: \d+|ERROR: .*)$/, () => ({ phase: "ended", secondsLeft: null })],
];

function readMemory(match: RegExpExecArray): Change {
  const [, done = "", total = "", rest = ""] = match;
  const doneBytes = parseSize(done);
  const totalBytes = parseSize(total);
  if (doneBytes === null || totalBytes === null) return null;
  const speed = /^([\d.]+ \w+)\/s/.exec(rest)?.[1];
  const dirty = /dirties lots of memory: ([\d.]+ \w+)\/s/.exec(rest)?.[1];
  const bytesPerSecond = speed === undefined ? null : parseSize(speed);
  return {
    phase: "memory",
    memory: {
      doneBytes,
      totalBytes,
      bytesPerSecond,
      dirtyBytesPerSecond: dirty === undefined ? null : parseSize(dirty),
    },
    secondsLeft: secondsLeft(totalBytes - doneBytes, bytesPerSecond),
  };
}

function readMirror(match: RegExpExecArray, { disks }: MoveProgress): Change {
  const [, key = "", done = "", total = "", time = "", isReady] = match;
  const doneBytes = parseSize(done);
  const totalBytes = parseSize(total);
  const seconds = parseSeconds(time);
  if (doneBytes === null || totalBytes === null) return null;
  const bytesPerSecond = seconds === null || seconds === 0 ? null : doneBytes / seconds;
  const disk: Disk = { disk: key, doneBytes, totalBytes, bytesPerSecond, ready: isReady !== undefined };
  const all = withDisk(disks, key).map((known) => (known.disk === key ? disk : known));
  // Once every disk is equal the memory follows; while it does, mirrors may still tell of themselves.
  return { phase: "disks", disks: all, secondsLeft: secondsLeft(totalBytes - doneBytes, bytesPerSecond) };
}

/** A volume that is copied as a whole: the lines do not name it, but one is copied after the other. */
function readCopy(match: RegExpExecArray, { disks }: MoveProgress): Change {
  const doneBytes = Number(match[1]);
  const seconds = parseSeconds((match[2] ?? "").replace(/(\d+)(?:\.\d+)? ?s$/, "$1s"));
  const bytesPerSecond = seconds === null || seconds === 0 ? null : doneBytes / seconds;
  const current = disks.find(({ ready: isReady }) => !isReady);
  if (!current) return { phase: "disks" };
  return {
    phase: "disks",
    disks: disks.map((disk) => (disk === current ? { ...disk, doneBytes, bytesPerSecond } : disk)),
  };
}

function readZfs(match: RegExpExecArray, { disks }: MoveProgress): Change {
  const doneBytes = parseSize((match[1] ?? "").replace(/(\d)B?$/, "$1 B"));
  const name = (match[2] ?? "").split("/").at(-1) ?? "";
  const current = disks.find(({ disk }) => disk.endsWith(name));
  if (doneBytes === null || !current) return { phase: "disks" };
  return { phase: "disks", disks: disks.map((disk) => (disk === current ? { ...disk, doneBytes } : disk)) };
}

function readAverage(match: RegExpExecArray): Change {
  return { averageBytesPerSecond: parseSize(match[1] ?? ""), downtimeMs: Number(match[2]), secondsLeft: 0 };
}

function withDisk(disks: readonly Disk[], disk: string): Disk[] {
  if (disks.some((known) => known.disk === disk)) return [...disks];
  return [...disks, { disk, doneBytes: 0, totalBytes: null, bytesPerSecond: null, ready: false }];
}

function ready({ disks }: MoveProgress, name: string): Change {
  return {
    disks: disks.map((disk) =>
      disk.disk === name
        ? { ...disk, ready: true, totalBytes: disk.totalBytes ?? (disk.doneBytes || null) }
        : disk,
    ),
  };
}

function secondsLeft(bytes: number, bytesPerSecond: number | null): number | null {
  if (bytesPerSecond === null || bytesPerSecond <= 0) return null;
  return Math.max(0, Math.round(bytes / bytesPerSecond));
}
