import type { Guest } from "@/lib/inventory/snapshot";
import type { Refusal, RefusalCode } from "../guards/guard";
import type { BlockedGuest, NotMoved } from "../plan";
import { countText, guestText } from "./figure-texts";
import { commonRefusal } from "./refusal-words";

/** One target's answer. */
export interface TargetRefusal {
  readonly target: string;
  readonly refusal: Refusal;
}

/** Refusals that are about the guest or its node and therefore the same for every target. */
const ABOUT_THE_GUEST: ReadonlySet<RefusalCode> = new Set([
  "no-quorum",
  "template",
  "ignored-guest",
  "held-guest",
  "locked",
  "backup-running",
  "task-running",
  "unknown-state",
  "ha-state",
  "native-balancer",
  "passthrough",
  "local-mount",
  "source-offline",
  "source-ignored",
]);

/**
 * A guest that must move and cannot, in the words of its refusals: what keeps it from each node, and what an operator can do.
 *
 * @param refusals one for each node but its own; empty when there is no other node
 */
export function blockedGuest(guest: Guest, refusals: readonly TargetRefusal[]): BlockedGuest {
  const leading = leadingRefusal(refusals);
  return {
    vmid: guest.vmid,
    node: guest.node,
    reason: leading?.code ?? "no-target",
    detail: leading ? detailOf(guest, refusals, leading) : `${guestText(guest)} has no other node to go to.`,
    fix: leading
      ? fixOf(refusals, leading)
      : "Bring another node online, end its maintenance, or stop ignoring it.",
  };
}

/** A guest on a node with a need that no target accepts; see {@link blockedGuest}. */
export function refusedGuest(guest: Guest, refusals: readonly TargetRefusal[]): NotMoved {
  const { vmid, reason, detail } = blockedGuest(guest, refusals);
  return { vmid, reason, detail };
}

/** What is about the guest itself goes first; else the commonest refusal, the first of them when several are as common. */
function leadingRefusal(refusals: readonly TargetRefusal[]): Refusal | null {
  const own = refusals.find(({ refusal }) => ABOUT_THE_GUEST.has(refusal.code));
  if (own) return own.refusal;
  const counts = new Map<RefusalCode, number>();
  for (const { refusal } of refusals) counts.set(refusal.code, (counts.get(refusal.code) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  return refusals.find(({ refusal }) => counts.get(refusal.code) === most)?.refusal ?? null;
}

/** Nodes that refuse for the same reason are told together. */
function detailOf(guest: Guest, refusals: readonly TargetRefusal[], leading: Refusal): string {
  if (ABOUT_THE_GUEST.has(leading.code)) return leading.detail;
  const byCode = new Map<RefusalCode, TargetRefusal[]>();
  for (const one of refusals) byCode.set(one.refusal.code, [...(byCode.get(one.refusal.code) ?? []), one]);
  const parts = [...byCode.values()]
    .sort((one, other) => other.length - one.length)
    .map(groupText)
    .filter((part) => part !== "");
  return `${guestText(guest)} fits on no other node. ${parts.slice(0, 4).join(" ")}${parts.length > 4 ? ` And ${countText(parts.length - 4, "more reason")}.` : ""}`;
}

function groupText(group: readonly TargetRefusal[]): string {
  const [first] = group;
  if (!first) return "";
  const { code, detail } = first.refusal;
  const targets = group.map(({ target }) => target);
  if (group.length === 1) return detail || (commonRefusal(code, targets) ?? "");
  return commonRefusal(code, targets) ?? detail;
}

/** What helps against the commonest refusal, and against others: one way for each reason. */
function fixOf(refusals: readonly TargetRefusal[], leading: Refusal): string {
  if (ABOUT_THE_GUEST.has(leading.code)) return leading.fix;
  const fixes = new Map([[leading.code, leading.fix]]);
  for (const { refusal } of refusals) {
    if (refusal.fix !== "" && !fixes.has(refusal.code)) fixes.set(refusal.code, refusal.fix);
  }
  return [...new Set(fixes.values())].slice(0, 3).join(" Or: ");
}
