import type { MoveReason, ReasonFactor } from "../plan";
import { bytesText, countText, guestText, KIND_TEXTS, percentText, secondsText } from "./figure-texts";
import {
  isForced,
  leadingResource,
  type MoveEvidence,
  type NodeEvidence,
  type SharedResource,
  shareOf,
  thresholdOf,
} from "./move-evidence";

const RESOURCE_NAMES: Readonly<Record<SharedResource, string>> = {
  cpu: "CPU",
  memory: "memory",
  ioWait: "IO wait",
};

const FACTOR_KEYS: Readonly<Record<SharedResource, string>> = {
  cpu: "cpu",
  memory: "memory",
  ioWait: "iowait",
};

/**
 * Why a move is made, for people and for programs: one or two sentences with names and figures, and the same figures as factors.
 * Factors are `cpu`, `memory` and `score` of both nodes, `iowait` where it is what counts, `cost`, `downtime`, `bytes`, `slowdown` of
 * a guest that must be slowed down, and `benefit` of
 * a move that is made for balance's sake.
 */
export function moveReason(evidence: MoveEvidence): MoveReason {
  return {
    need: evidence.need,
    subject: evidence.subject,
    sentence: `${why(evidence)} ${effort(evidence)}`,
    factors: factorsOf(evidence),
  };
}

function why(evidence: MoveEvidence): string {
  const { guest, source, target, subject, need } = evidence;
  const name = guestText(guest);
  if (evidence.temporary)
    return `${name} stops over on ${target.name} to make room on ${source.name}, and moves on later.`;
  if (need === "rule") return ruleSentence(evidence);
  if (need === "evacuation") {
    if (subject !== source.name) return makesRoom(evidence, `${subject} can be emptied`);
    return `${source.name} is to be emptied: ${name} goes to ${target.name}, which then has ${both(target)} in use.`;
  }
  if (need === "home") return `${name} goes home from ${source.name} to ${target.name}.`;
  if (need === "distribution") {
    return `${source.name} holds ${countText(source.before.guests, "guest")} and ${target.name} ${target.before.guests}: ${name} goes to ${target.name}.`;
  }
  if (subject !== source.name) return makesRoom(evidence, `${subject} can be relieved`);
  return reliefSentence(evidence);
}

function ruleSentence({ guest, rule, subject, source, target }: MoveEvidence): string {
  const name = guestText(guest);
  const goes = `it goes to ${target.name}`;
  switch (rule?.kind) {
    case "anti-affinity":
      return `Rule "${subject}" keeps its guests on different nodes, and ${name} shares ${source.name} with another of them: ${goes}.`;
    case "affinity":
      return `Rule "${subject}" keeps its guests on one node: ${name} joins them on ${target.name}.`;
    case "pin":
      return rule.vmids.includes(guest.vmid)
        ? `Rule "${subject}" does not permit ${name} on ${source.name}: ${goes}.`
        : `${name} goes to ${target.name} so that rule "${subject}" can be kept.`;
    default:
      return `${name} goes to ${target.name} so that rule "${subject}" can be kept.`;
  }
}

function makesRoom({ guest, source, target }: MoveEvidence, purpose: string): string {
  return `${guestText(guest)} goes from ${source.name} to ${target.name} so that ${purpose}.`;
}

function reliefSentence({ guest, need, source, target }: MoveEvidence): string {
  const resource = leadingResource(source, "before");
  const label = RESOURCE_NAMES[resource];
  const before = shareOf(source.before, resource);
  const threshold = thresholdOf(source, resource);
  const state =
    need === "capacity"
      ? "more than it should hold"
      : before > threshold
        ? `above the threshold of ${percentText(threshold)}`
        : "more than the others";
  return (
    `${source.name} has ${percentText(before)} ${label} in use, ${state}: moving ${guestText(guest)} to ${target.name} ` +
    `brings it to ${percentText(shareOf(source.after, resource))}, and ${target.name} from ` +
    `${percentText(shareOf(target.before, resource))} to ${percentText(shareOf(target.after, resource))}.`
  );
}

function both(node: NodeEvidence): string {
  return `${percentText(node.after.cpuFraction)} CPU and ${percentText(node.after.memoryFraction)} memory`;
}

function effort({ figures, cost, benefitSeconds, need }: MoveEvidence): string {
  const sent = cost.bytes > 0 ? `, ${bytesText(cost.bytes)} sent` : "";
  const downtime = cost.downtimeMs > 0 ? `, ${secondsText(cost.downtimeMs / 1_000)} of downtime` : "";
  const slowed =
    cost.throttledFraction > 0
      ? ` It writes to memory so fast that it is slowed down by up to ${percentText(cost.throttledFraction)} meanwhile.`
      : "";
  const worth =
    benefitSeconds === null || isForced(need) ? "" : ` It is worth ${secondsText(benefitSeconds)}.`;
  return `It moves ${KIND_TEXTS[figures.kind]} in about ${secondsText(cost.seconds)}${sent}${downtime}.${slowed}${worth}`;
}

function factorsOf(evidence: MoveEvidence): readonly ReasonFactor[] {
  const { source, target, cost, benefitSeconds } = evidence;
  const single = (key: string, after: number, unit: ReasonFactor["unit"]): ReasonFactor => ({
    key,
    node: null,
    before: 0,
    after,
    limit: null,
    unit,
  });
  return [
    ...nodeFactors(source),
    ...nodeFactors(target),
    ...(evidence.need === "distribution" ? [countFactor(source), countFactor(target)] : []),
    single("cost", cost.seconds, "seconds"),
    single("downtime", cost.downtimeMs / 1_000, "seconds"),
    single("bytes", cost.bytes, "bytes"),
    ...(cost.throttledFraction > 0 ? [single("slowdown", cost.throttledFraction, "fraction")] : []),
    ...(benefitSeconds === null ? [] : [single("benefit", benefitSeconds, "seconds")]),
  ];
}

function nodeFactors(node: NodeEvidence): readonly ReasonFactor[] {
  const resources: readonly SharedResource[] =
    leadingResource(node, "before") === "ioWait" ? ["cpu", "memory", "ioWait"] : ["cpu", "memory"];
  return [
    ...resources.map(
      (resource): ReasonFactor => ({
        key: FACTOR_KEYS[resource],
        node: node.name,
        before: shareOf(node.before, resource),
        after: shareOf(node.after, resource),
        limit: thresholdOf(node, resource),
        unit: "fraction",
      }),
    ),
    {
      key: "score",
      node: node.name,
      before: node.before.score,
      after: node.after.score,
      limit: null,
      unit: "score",
    },
  ];
}

function countFactor(node: NodeEvidence): ReasonFactor {
  return {
    key: "guests",
    node: node.name,
    before: node.before.guests,
    after: node.after.guests,
    limit: null,
    unit: "count",
  };
}
