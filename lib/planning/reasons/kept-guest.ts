import type { Guest } from "@/lib/inventory/snapshot";
import type { NotMoved } from "../plan";
import { guestText, percentText, secondsText } from "./figure-texts";

/** Why a guest that some node would accept stays on a node with a need. */
export type KeptBecause =
  /** Its best target would be as loaded as its node is now, or more. */
  | { readonly reason: "no-gain"; readonly target: string }
  /** Its best target relieves its node by less than `planning.minImprovement`. */
  | {
      readonly reason: "too-small";
      readonly target: string;
      /** Shares 0–1. */
      readonly reliefFraction: number;
      readonly leastFraction: number;
    }
  | {
      readonly reason: "too-costly";
      readonly target: string;
      readonly costSeconds: number;
      readonly benefitSeconds: number;
    }
  /** It would lower the score of the worst node or of the cluster, 0–100. */
  | {
      readonly reason: "lowers-score";
      readonly target: string;
      readonly scoreBefore: number;
      readonly scoreAfter: number;
    }
  /** All moves for balance's sake together would relieve the busiest node by less than `planning.minImprovement`; shares 0–1. */
  | { readonly reason: "too-little"; readonly reliefFraction: number; readonly leastFraction: number }
  /** All moves for balance's sake together would be worth little more than they cost. */
  | { readonly reason: "hardly-worth"; readonly costSeconds: number; readonly benefitSeconds: number }
  /** Other guests' moves did enough. */
  | { readonly reason: "not-needed"; readonly moved: number }
  | { readonly reason: "move-limit"; readonly limit: number }
  | { readonly reason: "time-limit"; readonly limitMs: number }
  /** Without a use of its own: a template, or a guest that holds nothing its node lacks. */
  | { readonly reason: "no-load" }
  /** Somebody said so when its node went into maintenance. */
  | { readonly reason: "left-on-purpose" };

/** Answers "why not?" for a guest that could have moved. `reason` is a word for programs, `detail` a sentence with figures. */
export function keptGuest(guest: Guest, because: KeptBecause): NotMoved {
  return { vmid: guest.vmid, reason: because.reason, detail: detailOf(guest, because) };
}

function detailOf(guest: Guest, because: KeptBecause): string {
  const name = guestText(guest);
  switch (because.reason) {
    case "no-gain":
      return `${name} would only carry the load along: its best target, ${because.target}, would be no better off than ${guest.node} is now.`;
    case "too-small":
      return `Moving ${name} to ${because.target} would relieve ${guest.node} by ${percentText(because.reliefFraction)}; a move must bring at least ${percentText(because.leastFraction)}.`;
    case "too-costly":
      return `Moving ${name} to ${because.target} would cost about ${secondsText(because.costSeconds)} and be worth ${secondsText(because.benefitSeconds)}.`;
    case "lowers-score":
      return `Moving ${name} to ${because.target} would lower a score from ${Math.round(because.scoreBefore)} to ${Math.round(because.scoreAfter)}.`;
    case "too-little":
      return `All moves that could be made together would lower the highest load by ${percentText(because.reliefFraction)}; they must bring at least ${percentText(because.leastFraction)}.`;
    case "hardly-worth":
      return `All moves that could be made together would cost about ${secondsText(because.costSeconds)} and be worth ${secondsText(because.benefitSeconds)}; that is too little to begin.`;
    case "not-needed":
      return because.moved > 0
        ? `The planned moves relieve ${guest.node} enough; ${name} may stay.`
        : `${guest.node} needs no relief that ${name} could give.`;
    case "move-limit":
      return `A plan has at most ${because.limit} moves; ${name} is looked at again after them.`;
    case "time-limit":
      return `The search ended after ${secondsText(because.limitMs / 1_000)}; ${name} is looked at again in the next plan.`;
    case "left-on-purpose":
      return `${name} was left on ${guest.node} on purpose.`;
    case "no-load":
      return `${name} uses nothing that ${guest.node} is short of.`;
  }
}
