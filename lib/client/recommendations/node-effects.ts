import type { PlannedMoveRow } from "@/lib/api/recommendations";

type Factor = PlannedMoveRow["reason"]["factors"][number];

/** What a move does to one node. */
export interface NodeEffect {
  readonly node: string;
  readonly role: "from" | "to";
  readonly factors: readonly (Factor & { readonly title: string })[];
}

const TITLES: Readonly<Record<string, string>> = {
  cpu: "CPU",
  memory: "Memory",
  iowait: "IO wait",
  score: "Score",
  guests: "Guests",
};

/** The figures behind a move by node, the one it leaves first. */
export function nodeEffects({ from, to, reason }: PlannedMoveRow): readonly NodeEffect[] {
  return (
    [
      { node: from, role: "from" },
      { node: to, role: "to" },
    ] as const
  ).map(({ node, role }) => ({
    node,
    role,
    factors: reason.factors
      .filter((factor) => factor.node === node)
      .map((factor) => ({ ...factor, title: TITLES[factor.key] ?? factor.key })),
  }));
}

/** For how many seconds of better balance a move stands; null where it must be made anyway. */
export function benefitSeconds({ reason }: PlannedMoveRow): number | null {
  return reason.factors.find(({ key }) => key === "benefit")?.after ?? null;
}
