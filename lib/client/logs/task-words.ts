import { formatDuration } from "../format/format-duration";

interface EndedTask {
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly exitStatus: string | null;
}

export type TaskState = "running" | "failed" | "warned" | "done";

/** How a task of Proxmox VE stands; one that ended with warnings did what it was to do. */
export function taskState({ endedAtMs, exitStatus }: Pick<EndedTask, "endedAtMs" | "exitStatus">): TaskState {
  if (endedAtMs === null) return "running";
  if (exitStatus === null || exitStatus === "OK") return "done";
  return exitStatus.startsWith("WARNINGS") ? "warned" : "failed";
}

/** How long it took, or has been running. */
export function taskLength({ startedAtMs, endedAtMs }: EndedTask): string {
  return endedAtMs === null ? "running" : formatDuration((endedAtMs - startedAtMs) / 1_000);
}

const TYPES: Readonly<Record<string, string>> = {
  qmstart: "Start",
  qmstop: "Stop",
  qmshutdown: "Shut down",
  qmreboot: "Reboot",
  qmreset: "Reset",
  qmsuspend: "Suspend",
  qmresume: "Resume",
  qmmigrate: "Move",
  qmigrate: "Move",
  qmcreate: "Create",
  qmdestroy: "Remove",
  qmclone: "Clone",
  qmconfig: "Change the configuration",
  qmsnapshot: "Snapshot",
  qmdelsnapshot: "Remove a snapshot",
  qmrollback: "Go back to a snapshot",
  qmrestore: "Restore",
  qmmove: "Move a disk",
  resize: "Resize a disk",
  vzstart: "Start",
  vzstop: "Stop",
  vzshutdown: "Shut down",
  vzreboot: "Reboot",
  vzmigrate: "Move",
  vzcreate: "Create",
  vzdestroy: "Remove",
  vzclone: "Clone",
  vzsnapshot: "Snapshot",
  vzdelsnapshot: "Remove a snapshot",
  vzrollback: "Go back to a snapshot",
  vzrestore: "Restore",
  vzdump: "Back up",
  hamigrate: "HA: move",
  hastart: "HA: start",
  hastop: "HA: stop",
  vncproxy: "Console",
  vncshell: "Shell of the node",
  spiceproxy: "Console",
  aptupdate: "Refresh the package lists",
  startall: "Start all guests",
  stopall: "Stop all guests",
  migrateall: "Move all guests",
  imgcopy: "Copy an image",
  imgdel: "Remove an image",
  download: "Download",
  srvreload: "Reload a service",
  srvrestart: "Restart a service",
  srvstart: "Start a service",
  srvstop: "Stop a service",
};

/** What a task does, in words; null where only its type is known. */
export function taskTitle(type: string): string | null {
  return TYPES[type] ?? null;
}

/** Name of the file in which its log is kept: `qmstart-110-elm.log`. */
export function taskFileName({
  type,
  subject,
  node,
}: {
  readonly type: string;
  readonly subject: string;
  readonly node: string;
}): string {
  return `${[type, subject, node]
    .filter(Boolean)
    .join("-")
    .replaceAll(/[^\w.-]+/g, "_")}.log`;
}
