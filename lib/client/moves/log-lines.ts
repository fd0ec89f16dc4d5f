export type LogTone = "plain" | "warn" | "bad" | "good";

/** How a line of a task's log is set off, by the words that Proxmox VE uses. */
export function logLineTone(line: string): LogTone {
  if (/\b(?:ERROR|TASK ERROR|aborting|failed)\b/i.test(line)) return "bad";
  if (/\b(?:WARN|WARNING|TASK WARNINGS)\b/.test(line)) return "warn";
  return /^TASK OK|successfully|completed, transferred/i.test(line) ? "good" : "plain";
}

/** Name of the file in which a log is kept: `vm-110-elm-to-birch.log`. */
export function logFileName(move: {
  readonly guestKind: "qemu" | "lxc";
  readonly vmid: number;
  readonly from: string;
  readonly to: string;
}): string {
  return `${move.guestKind === "lxc" ? "ct" : "vm"}-${move.vmid}-${move.from}-to-${move.to}.log`;
}
