import "server-only";
import type { GuestExtras } from "@/lib/inventory/cluster-extras";
import type { Guest, Node } from "@/lib/inventory/snapshot";
import { PveError } from "@/lib/server/proxmox/pve-error";
import { readRows } from "./normalise/field-reader";
import { normaliseAddresses, normaliseGuestSnapshots } from "./normalise/normalise-guest-extras";
import type { ReadingContext } from "./reading-context";
import { isOver } from "./slow-rota";

/** Guests asked in one reading. An agent that hangs keeps a worker of PVE busy, so it is one at a time. */
const MOST_SNAPSHOT_CALLS = 4;
const MOST_ADDRESS_CALLS = 2;
/** Calls that one round leaves for the next. */
const CALLS_KEPT = { snapshots: 1, addresses: 0 } as const;
const SWEEP_MS = 60 * 60_000;
/** A right that is missing will be missing for a while. */
const FORBIDDEN_RETRY_MS = 60 * 60_000;
const AGENT_TIMEOUT_MS = 5_000;

/** Adds to the guests their snapshots and addresses, a few in each reading, round and round. */
export async function readGuestExtras(
  context: ReadingContext,
  guests: readonly Guest[],
  nodes: readonly Node[],
): Promise<readonly Guest[]> {
  const kept = keepExtras(context, guests);
  if (context.everything) return kept;
  forgetGone(context, guests);
  const online = new Set(nodes.filter(({ status }) => status === "online").map(({ name }) => name));
  const reachable = kept.filter(({ node, template }) => online.has(node) && !template);
  const found = new Map<number, GuestExtras>();
  const add = (guest: Guest, extras: GuestExtras) =>
    found.set(guest.vmid, { ...guest.extras, ...found.get(guest.vmid), ...extras });
  for (const guest of due(context, reachable, "snapshots", MOST_SNAPSHOT_CALLS)) {
    const snapshots = await ask(context, guest, "snapshots", () => readSnapshots(context, guest));
    if (snapshots) add(guest, { snapshots });
  }
  for (const guest of due(context, reachable.filter(hasAddresses), "addresses", MOST_ADDRESS_CALLS)) {
    const addresses = await ask(context, guest, "addresses", () => readAddresses(context, guest));
    if (addresses) add(guest, { addresses });
  }
  if (found.size === 0) return kept;
  return kept.map((guest) => {
    const extras = found.get(guest.vmid);
    return extras ? { ...guest, extras } : guest;
  });
}

/** Taken over from the reading before, unless the VMID is another guest's now. */
function keepExtras({ previous }: ReadingContext, guests: readonly Guest[]): readonly Guest[] {
  const before = new Map(previous?.guests.map((guest) => [guest.vmid, guest]));
  return guests.map((guest) => {
    const was = before.get(guest.vmid);
    if (!was?.extras || was.kind !== guest.kind || isAnother(was, guest)) return guest;
    if (guest.status !== "stopped") return { ...guest, extras: was.extras };
    // A guest that is off has no address.
    const { addresses: _, ...rest } = was.extras;
    return { ...guest, extras: rest };
  });
}

function isAnother(was: Guest, is: Guest): boolean {
  return was.creationMark !== null && is.creationMark !== null && was.creationMark !== is.creationMark;
}

function hasAddresses({ status, kind, config }: Guest): boolean {
  return status === "running" && (kind === "lxc" || config?.agent === true);
}

type What = "snapshots" | "addresses";

function due(context: ReadingContext, guests: readonly Guest[], what: What, most: number): readonly Guest[] {
  const { rota } = context;
  const isOpen = ({ kind }: Guest) =>
    what === "snapshots" || rota.isDue(`forbidden/${what}/${kind}`, FORBIDDEN_RETRY_MS);
  const affordable = Math.max(0, Math.min(most, context.callsLeft() - CALLS_KEPT[what]));
  if (affordable === 0) return [];
  return guests
    .filter(isOpen)
    .map((guest) => ({ guest, ageMs: rota.ageMs(`${what}/${guest.vmid}`) }))
    .filter(({ ageMs }) => isOver(ageMs, SWEEP_MS))
    .sort((a, b) => oldest(b.ageMs, a.ageMs) || a.guest.vmid - b.guest.vmid)
    .slice(0, affordable)
    .map(({ guest }) => guest);
}

function oldest(one: number, other: number): number {
  return one === other ? 0 : one - other;
}

async function ask<Value>(
  context: ReadingContext,
  guest: Guest,
  what: What,
  read: () => Promise<Value>,
): Promise<Value | null> {
  const { rota, deadline } = context;
  if (deadline.aborted) return null;
  rota.tried(`${what}/${guest.vmid}`);
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof PveError)) throw error;
    if (error.kind === "forbidden") rota.tried(`forbidden/${what}/${guest.kind}`);
    return null;
  }
}

async function readSnapshots(context: ReadingContext, guest: Guest) {
  const path = `${pathOf(guest)}/snapshot`;
  const { data } = await context.transport.request({ method: "GET", path, signal: context.deadline });
  return normaliseGuestSnapshots(readRows(data, path, context.problems));
}

async function readAddresses(context: ReadingContext, guest: Guest): Promise<readonly string[]> {
  const rest = guest.kind === "qemu" ? "agent/network-get-interfaces" : "interfaces";
  const path = `${pathOf(guest)}/${rest}`;
  const { data } = await context.transport.request({
    method: "GET",
    path,
    signal: context.deadline,
    timeoutMs: AGENT_TIMEOUT_MS,
  });
  return normaliseAddresses(data, path, context.problems);
}

function pathOf({ node, kind, vmid }: Guest): string {
  return `/nodes/${encodeURIComponent(node)}/${kind}/${vmid}`;
}

function forgetGone({ rota }: ReadingContext, guests: readonly Guest[]): void {
  const vmids = new Set(guests.map(({ vmid }) => String(vmid)));
  for (const what of ["snapshots/", "addresses/"]) rota.prune(what, (vmid) => vmids.has(vmid));
}
