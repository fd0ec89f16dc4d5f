import type { AutomationInput } from "./automation-input";
import { freezeUntil } from "./freeze-until";
import { momentText } from "./moment-text";
import type { DecisionAction, Objection } from "./move-decision";
import { scheduleState } from "./schedule-state";

/** What guardrails of the whole run look at. */
export type RunInput = Pick<
  AutomationInput,
  "nowMs" | "snapshot" | "settings" | "schedule" | "pause" | "nodes"
>;

/** Asks whether anything at all may be moved now. */
export interface RunGuardrail {
  readonly code: string;
  readonly action: DecisionAction;
  readonly check: (input: RunInput) => Objection | null;
}

/** In the order in which they are asked; the first objection holds for every move, forced or not. */
export const RUN_GUARDRAILS: readonly RunGuardrail[] = [
  {
    code: "paused",
    action: "skipped",
    check: ({ pause }) => {
      if (pause === null) return null;
      const why = pause.reason === "" ? "" : `: ${pause.reason}`;
      return objection(`Automation was paused by ${pause.by}${why}.`);
    },
  },
  {
    code: "no-quorum",
    action: "skipped",
    check: ({ snapshot }) =>
      snapshot.quorate === false
        ? objection("The cluster has no quorum, so Proxmox VE refuses every migration.")
        : null,
  },
  {
    code: "schedule",
    action: "deferred",
    check: ({ schedule, nowMs }) => {
      const { open, reason, changesAtMs } = scheduleState(schedule, nowMs);
      return open ? null : objection(reason, changesAtMs);
    },
  },
  {
    code: "freeze",
    action: "deferred",
    check: ({ nodes, settings, schedule, nowMs }) => {
      const freeze = freezeUntil(nodes, settings["automation.freezeMinutes"], nowMs);
      if (freeze === null) return null;
      const until = momentText(freeze.untilMs, schedule.timeZone);
      return objection(
        `Node ${freeze.node} ${freeze.because} lately; the cluster is left alone until ${until}.`,
        freeze.untilMs,
      );
    },
  },
];

export function objection(sentence: string, untilMs: number | null = null): Objection {
  return { sentence, untilMs };
}
