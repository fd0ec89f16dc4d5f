import type { Need } from "../plan";
import { countText, listText } from "./figure-texts";

/** What made planning look for moves: a node or rule and the figure behind it. */
export interface NeedFinding {
  readonly need: Need;
  /** A node's name or a rule's id. */
  readonly subject: string;
  /** Such as `pve1 has 91 % CPU in use`; without a full stop. Empty where the need alone says it. */
  readonly finding: string;
}

/** So many kinds of needs are told; the others are counted. */
const MOST_KINDS = 2;

/**
 * What was found, a sentence for each kind of need: `pve1 has 91 % CPU in use.`,
 * `5 nodes are above a threshold, most of all pve1: it uses 94 % of its memory, more than the threshold of 70 %.` Empty when nothing was.
 */
export function findingsText(needs: readonly NeedFinding[]): string {
  const kinds = new Map<Need, NeedFinding[]>();
  for (const one of needs.filter(({ finding }) => finding !== ""))
    kinds.set(one.need, [...(kinds.get(one.need) ?? []), one]);
  const told = [...kinds.values()].map((found) => `${kindText(found)}.`);
  const left = [...kinds.values()].slice(MOST_KINDS).reduce((sum, found) => sum + found.length, 0);
  const more = left > 0 ? [`And ${countText(left, "more finding")}.`] : [];
  return [...told.slice(0, MOST_KINDS), ...more].join(" ");
}

function kindText(found: readonly NeedFinding[]): string {
  const [first] = found;
  if (!first) return "";
  if (found.length === 1) return first.finding;
  const { need, subject } = first;
  const count = found.length;
  const subjects = [...new Set(found.map((one) => one.subject))];
  switch (need) {
    case "rule":
      return `${count} rules are broken, such as ${subject}: ${inside(first.finding)}`;
    case "capacity":
      return `${count} nodes hold more than they may, such as ${subject}: ${about(first)}`;
    case "evacuation":
      return `${listText(subjects)} are to be emptied, and there are guests on all of them`;
    case "contention":
      return `${count} nodes are above a threshold, most of all ${subject}: ${about(first)}`;
    default:
      return `${first.finding}; and ${countText(count - 1, "more such difference")}`;
  }
}

/** A finding that begins with its subject, after the subject was named. */
function about({ subject, finding }: NeedFinding): string {
  return finding.startsWith(`${subject} `) ? `it ${finding.slice(subject.length + 1)}` : inside(finding);
}

/** In the middle of a sentence. */
function inside(finding: string): string {
  return finding.replace(/^Guest/, "guest");
}
