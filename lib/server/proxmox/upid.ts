import "server-only";

/** The parts of a PVE task identifier. */
export interface Upid {
  readonly node: string;
  readonly processId: number;
  /** Jiffies (100 Hz) between the node's boot and the start of the process. */
  readonly processStart: number;
  readonly startedAtMs: number;
  readonly type: string;
  /** What the task is about, usually a VMID; decoded, may be empty. */
  readonly subject: string;
  /** `root@pam` or `user@pve!token`. */
  readonly user: string;
}

const UPID =
  /^UPID:([a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?):([0-9A-Fa-f]{8}):([0-9A-Fa-f]{8,9}):([0-9A-Fa-f]{8}):([^:\s/]+):([^:\s/]*):([^:\s/]+):$/;

/** Reads a UPID; null when the text is none. */
export function parseUpid(text: string): Upid | null {
  const match = UPID.exec(text);
  if (!match) return null;
  const [, node = "", processId = "", processStart = "", start = "", type = "", subject = "", user = ""] =
    match;
  return {
    node,
    processId: Number.parseInt(processId, 16),
    processStart: Number.parseInt(processStart, 16),
    startedAtMs: Number.parseInt(start, 16) * 1_000,
    type,
    subject: decodeSubject(subject),
    user,
  };
}

/** Writes a UPID as PVE does: upper-case hexadecimal, special characters of the subject encoded. */
export function formatUpid(upid: Upid): string {
  const hex = (value: number) => Math.trunc(value).toString(16).toUpperCase().padStart(8, "0");
  const subject = encodeURIComponent(upid.subject);
  return `UPID:${upid.node}:${hex(upid.processId)}:${hex(upid.processStart)}:${hex(upid.startedAtMs / 1_000)}:${upid.type}:${subject}:${upid.user}:`;
}

function decodeSubject(subject: string): string {
  try {
    return decodeURIComponent(subject);
  } catch {
    return subject;
  }
}
