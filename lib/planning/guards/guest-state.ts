import type { Guard, GuardQuestion, RefusalCode } from "./guard";
import { snapshotIndex } from "./snapshot-index";
import { guestSubject, guestWords, subjectsOf } from "./words";

const MOVABLE = new Set(["running", "stopped", "paused"]);

/** A guest must be in a state that is known and at rest. */
export const guestState: Guard = {
  codes: ["template", "source-offline", "backup-running", "locked", "task-running", "unknown-state"],
  dependsOn: "model",
  about: "guest",
  check: (question) => {
    const { guest, source } = subjectsOf(question);
    const { template, lock, status, config, vmid } = guest.guest;
    if (template) return "template";
    if (source?.node.status !== "online") return "source-offline";
    if (lock !== null) return lock === "backup" ? "backup-running" : "locked";
    const task = snapshotIndex(question.model.input.snapshot).runningTask.get(String(vmid));
    if (task) return task.type === "vzdump" ? "backup-running" : "task-running";
    return MOVABLE.has(status) && config !== null ? null : "unknown-state";
  },
  explain: (question, code) => ({ code, ...words(question, code) }),
};

function words(question: GuardQuestion, code: RefusalCode): { detail: string; fix: string } {
  const { guest } = subjectsOf(question);
  const { lock, status, node, vmid } = guest.guest;
  const who = guestSubject(guest);
  const task = snapshotIndex(question.model.input.snapshot).runningTask.get(String(vmid));
  switch (code) {
    case "template":
      return {
        detail: `${who} is a template.`,
        fix: "Move the template by hand, or leave it: it runs nowhere.",
      };
    case "source-offline":
      return {
        detail: `${who} is on ${node}, which is not online.`,
        fix: `Bring ${node} back, or let HA recover the guest.`,
      };
    case "backup-running":
      return {
        detail: `A backup of ${guestWords(guest)} is running.`,
        fix: "Wait until the backup is done.",
      };
    case "locked":
      return {
        detail: `${who} is locked (${lock}).`,
        fix: `Wait for what holds the lock, or remove it (qm unlock ${vmid} or pct unlock ${vmid}) when nothing does.`,
      };
    case "task-running":
      return {
        detail: `A task (${task?.type ?? "unknown"}) is working on ${guestWords(guest)}.`,
        fix: "Wait until it is done.",
      };
    default:
      return guest.guest.config === null && MOVABLE.has(status)
        ? {
            detail: `The configuration of ${guestWords(guest)} has not been read yet.`,
            fix: "Wait for the next reading, and see whether the token may read the guest.",
          }
        : {
            detail: `${who} is in the state ${status}, in which it cannot be moved.`,
            fix: "Start or stop the guest, so that its state is a plain one.",
          };
  }
}
