import "server-only";
import { type FailureText, part } from "./failure-text";

import { ABOUT_DEVICES, ABOUT_DISKS } from "./guest-failures";
import { ABOUT_NODES, ABOUT_THE_WAY } from "./way-failures";

const IN_GENERAL: readonly FailureText[] = [
  {
    code: "volumes",
    pattern: /Problem found while scanning volumes|can't migrate (?:CT|VM) - check log/,
    cause: () => "A disk of the guest cannot be moved.",
    advice: "The log names the disk; see the lines before the error.",
  },
  {
    code: "online-failure",
    pattern: /online migrate failure - (?!aborting)(.+)/,
    cause: (match) => `The move of the running guest failed: ${part(match, 1)}.`,
    advice: "The guest goes on running on the source. Look at the log, then try again.",
  },
];

/** The most telling first: of a failed task's lines, the first text of this list that any of them has is the cause. */
export const FAILURE_TEXTS: readonly FailureText[] = [
  ...ABOUT_DISKS,
  ...ABOUT_DEVICES,
  ...ABOUT_NODES.filter(({ code }) => code !== "remote-start" && code !== "ha-refused"),
  ...ABOUT_THE_WAY,
  ...ABOUT_NODES.filter(({ code }) => code === "remote-start" || code === "ha-refused"),
  ...IN_GENERAL,
];
