import "server-only";
import type { PlannedMoveRow, RecommendationView } from "@/lib/api/recommendations";
import { prisma } from "@/lib/server/db/prisma";
import { AppError, type FieldIssue } from "@/lib/server/http/app-error";
import { guestWords } from "@/lib/server/moves/move-words";
import { recommendationViewFrom } from "@/lib/server/recommendations/recommendation-view";

/** The refusal to carry out a plan that is not the newest any more, with what became of its moves. */
export async function planChanged(
  clusterId: string,
  recommendationId: string,
  newest: RecommendationView | null,
  vmids: readonly number[] | undefined,
): Promise<AppError> {
  const old = await prisma.recommendation.findFirst({ where: { id: recommendationId, clusterId } });
  if (!old) return new AppError("conflict", "This plan is not there any more. Nothing was started.");
  if (newest === null) return new AppError("conflict", "There is no plan any more. Nothing was started.");
  const before = recommendationViewFrom(old).plan.moves;
  const wanted = vmids === undefined ? before : before.filter(({ vmid }) => vmids.includes(vmid));
  const issues = changesOf(wanted, newest.plan.moves, vmids === undefined);
  const what = issues.length === 0 ? "the chosen moves are the same" : firstWords(issues);
  return new AppError(
    "conflict",
    `Another plan has taken the place of this one: ${what}. Nothing was started.`,
    issues,
  );
}

function changesOf(
  before: readonly PlannedMoveRow[],
  after: readonly PlannedMoveRow[],
  isWhole: boolean,
): readonly FieldIssue[] {
  const places = placesOf(after);
  const known = placesOf(before);
  const issue = ({ vmid }: PlannedMoveRow, message: string): FieldIssue => ({
    path: `moves.${vmid}`,
    message,
  });
  const changed = [...known.values()].flatMap((move): FieldIssue[] => {
    const now = places.get(move.vmid);
    if (!now) return [issue(move, `${wordsOf(move)} is not moved any more`)];
    if (now.to !== move.to) return [issue(move, `${wordsOf(move)} goes to ${now.to} now, not to ${move.to}`)];
    return now.from === move.from ? [] : [issue(move, `${wordsOf(move)} is on ${now.from} now`)];
  });
  if (!isWhole) return changed;
  const added = [...places.values()].filter(({ vmid }) => !known.has(vmid));
  return [
    ...changed,
    ...added.map((move) => issue(move, `${wordsOf(move)} goes to ${move.to}, which is new`)),
  ];
}

/** Where every guest ends; a stop on the way is not its place. */
function placesOf(moves: readonly PlannedMoveRow[]): ReadonlyMap<number, PlannedMoveRow> {
  return new Map(moves.filter(({ temporary }) => !temporary).map((move) => [move.vmid, move]));
}

function wordsOf({ vmid, name, kind }: PlannedMoveRow): string {
  return guestWords({ vmid, name, kind: kind === "restart" ? "lxc" : "qemu" });
}

const MOST_SHOWN = 5;

function firstWords(issues: readonly FieldIssue[]): string {
  const more = issues.length > MOST_SHOWN ? `; and ${issues.length - MOST_SHOWN} more` : "";
  return `${issues
    .slice(0, MOST_SHOWN)
    .map(({ message }) => message)
    .join("; ")}${more}`;
}
