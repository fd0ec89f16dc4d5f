import "server-only";
import type { z } from "zod";
import type { EvacuationPreview, GuestChoice, MaintenanceBlocker } from "@/lib/api/maintenance";
import type { evacuationPreviewInput } from "@/lib/api/maintenance-input";
import type { Guest, Snapshot } from "@/lib/inventory/snapshot";
import type { BlockedGuest, Plan, PlannedMove } from "@/lib/planning/plan";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { FINAL_STATES } from "@/lib/server/moves/move-states";
import { guestWords } from "@/lib/server/moves/move-words";
import { departureNotes } from "./departure-notes";
import { countGuests } from "./maintenance-words";
import { movesFor, planDeparture } from "./plan-departure";
import { forecast } from "./plan-turn";
import { findNodeToEmpty, refuseStrangers } from "./refuse-maintenance";
import { EMPTYING, STAYS_ON_PURPOSE } from "./turn-facts";

type Input = z.output<typeof evacuationPreviewInput>;
type PreviewGuest = EvacuationPreview["guests"][number];

/** What emptying a node would do as things stand: every guest, where it goes, when, and what keeps those that stay. */
export async function previewEvacuation(input: Input): Promise<EvacuationPreview> {
  const { clusterId, node, choices, leaveStopped } = input;
  const { snapshot: reading } = await findNodeToEmpty(clusterId, node);
  refuseStrangers(reading, node, choices);
  const chosen = new Map(choices.map(({ vmid, action }) => [vmid, action]));
  const choiceOf = (guest: Guest): GuestChoice =>
    chosen.get(guest.vmid) ?? (leaveStopped && guest.status === "stopped" ? "leave" : "migrate");
  const guests = reading.guests.filter((guest) => guest.node === node);
  const kept = guests.filter((guest) => !guest.template && choiceOf(guest) !== "migrate");
  const { others, keptElsewhere } = await otherEmptying(clusterId, node);
  const { plan, snapshot } = await planDeparture(clusterId, {
    emptying: [node, ...others],
    kept: [...kept.map(({ vmid }) => vmid), ...keptElsewhere],
    avoided: new Map(),
    underWay: await guestsUnderWay(clusterId),
  });
  refuseFault(plan);
  const own = movesFor(node, plan, others);
  const rows = guests.map((guest) => previewGuest(guest, choiceOf(guest), own, plan.blocked));
  const along = own
    .filter(({ vmid }) => !guests.some((guest) => guest.vmid === vmid))
    .map((move) => alongWith(move, snapshot));
  const all = [...rows, ...along].sort((one, other) => one.vmid - other.vmid);
  const blockers = all.flatMap(toBlocker(plan));
  const todo = all.filter(({ action }) => action !== "leave");
  const { seconds, waves } = forecast(own);
  return {
    clusterId,
    node,
    readAtMs: snapshot.readAtMs,
    verdict: verdictOf(todo.length, blockers.length),
    summary: summaryOf(node, all, waves ?? 0),
    guests: all,
    blockers,
    notes: [...departureNotes(snapshot, node)],
    waves: waves ?? 0,
    seconds: seconds ?? 0,
    bytes: own.reduce((sum, move) => sum + move.bytes, 0),
    scoreBefore: plan.score.before,
    scoreAfter: plan.score.after,
    nodes: nodeEffects(plan),
  };
}

async function otherEmptying(clusterId: string, node: string) {
  const others = await prisma.maintenance.findMany({
    where: { clusterId, endedAt: null, node: { not: node }, evacuation: { in: [...EMPTYING] } },
    select: { node: true, guests: { where: STAYS_ON_PURPOSE, select: { vmid: true } } },
  });
  return {
    others: others.map((other) => other.node),
    keptElsewhere: others.flatMap(({ guests }) => guests.map(({ vmid }) => vmid)),
  };
}

export async function guestsUnderWay(clusterId: string) {
  const moves = await prisma.move.findMany({
    where: { clusterId, state: { notIn: [...FINAL_STATES] } },
    select: { vmid: true, toNode: true },
  });
  return moves.map(({ vmid, toNode: to }) => ({ vmid, to }));
}

/** A fault of ours is no blocker that somebody could mend. */
function refuseFault({ certificate, reason }: Plan): void {
  if (!certificate.ok) throw new AppError("conflict", reason);
}

function previewGuest(
  guest: Guest,
  choice: GuestChoice,
  moves: readonly PlannedMove[],
  blocked: readonly BlockedGuest[],
): PreviewGuest {
  const { vmid, name, kind, template, node: from } = guest;
  const running = guest.status !== "stopped";
  const ha = guest.haState !== null;
  const base = { vmid, name, kind, running, ha, template, choice, from, ...NO_MOVE };
  if (template) return { ...base, choice: "leave", action: "leave", reason: "A template runs nowhere." };
  if (choice === "leave") {
    const reason = running ? "It stays on purpose; a reboot stops it." : "It is off and stays on purpose.";
    return { ...base, action: "leave", reason };
  }
  if (choice === "shutdown") {
    const reason = running ? "It is shut down, and started again on the way home." : "It is off already.";
    return { ...base, action: running ? "shutdown" : "leave", reason };
  }
  const move = moves.find((one) => one.vmid === vmid);
  if (move) return { ...base, ...moveFigures(move) };
  const why = blocked.find((one) => one.vmid === vmid);
  return {
    ...base,
    action: "blocked",
    reason: why?.detail ?? `No way was found for ${guestWords(guest)} as the cluster is now.`,
    fix: why?.fix ?? "Make room on another node, or choose to shut it down or to leave it.",
  };
}

const NO_MOVE = { to: null, wave: null, seconds: null, downtimeMs: null, bytes: null, fix: null } as const;

function moveFigures({ to, wave, seconds, downtimeMs, bytes, kind, reason }: PlannedMove) {
  return { action: kind, to, wave, seconds, downtimeMs, bytes, reason: reason.sentence };
}

/** A guest of another node that makes room or is kept together with one that leaves. */
function alongWith(move: PlannedMove, snapshot: Snapshot): PreviewGuest {
  const guest = snapshot.guests.find(({ vmid }) => vmid === move.vmid);
  return {
    ...NO_MOVE,
    vmid: move.vmid,
    name: move.name,
    kind: guest?.kind ?? "qemu",
    running: guest?.status !== "stopped",
    ha: guest?.haState != null,
    template: false,
    choice: "migrate",
    from: move.from,
    ...moveFigures(move),
  };
}

function toBlocker({ blocked }: Plan) {
  return ({ action, vmid, name, reason, fix }: PreviewGuest): MaintenanceBlocker[] => {
    if (action !== "blocked") return [];
    const code = blocked.find((one) => one.vmid === vmid)?.reason ?? "no-way";
    return [{ vmid, name, reason: code, detail: reason, fix: fix ?? "" }];
  };
}

function verdictOf(todo: number, blockers: number): EvacuationPreview["verdict"] {
  if (blockers > 0) return "blocked";
  return todo > 0 ? "plan" : "empty";
}

function summaryOf(node: string, guests: readonly PreviewGuest[], waves: number): string {
  const count = (...actions: readonly string[]) =>
    guests.filter(({ action }) => actions.includes(action)).length;
  const moving = count("live", "restart", "offline");
  const [off, blocked] = [count("shutdown"), count("blocked")];
  const left = guests.filter(({ action, template }) => action === "leave" && !template).length;
  const parts = [
    moving > 0 ? `${countGuests(moving)} move in ${waves === 1 ? "1 wave" : `${waves} waves`}` : "",
    off > 0 ? `${countGuests(off)} shut down` : "",
    left > 0 ? `${countGuests(left)} stay on purpose` : "",
    blocked > 0 ? `${countGuests(blocked)} cannot go` : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? `${node} is empty already.` : `${parts.join(", ")}.`;
}

function nodeEffects({ nodes }: Plan): EvacuationPreview["nodes"] {
  return Object.entries(nodes).map(([node, { before, after }]) => ({
    node,
    cpuBefore: before.cpu,
    cpuAfter: after.cpu,
    memoryBefore: before.memory,
    memoryAfter: after.memory,
    scoreBefore: before.score,
    scoreAfter: after.score,
    guestsBefore: before.guests,
    guestsAfter: after.guests,
  }));
}
