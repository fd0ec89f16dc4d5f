import "server-only";
import type { Guest, Snapshot } from "@/lib/inventory/snapshot";
import { markRemoved, type NewGuest, saveGuests, saveMarks, saveNames } from "./identity-store";
import { judgeGuest, type KnownGuest } from "./judge-guest";

interface GuestIdentities {
  /** By VMID; brought up to date. */
  readonly known: Map<number, KnownGuest>;
  /** The reading shows every guest there is. */
  readonly isComplete: boolean;
}

/** Gives guests their numbers; the creation mark of the answer is the one the number stands for. */
export async function identifyGuests(
  { clusterId, guests, readAtMs }: Snapshot,
  previous: Snapshot | null,
  { known, isComplete }: GuestIdentities,
): Promise<readonly Guest[]> {
  const before = new Set(previous?.guests.map(({ vmid }) => vmid));
  const changes: Changes = { created: [], replaced: [], marked: [] };
  for (const guest of guests) place(guest, known.get(guest.vmid), before.has(guest.vmid), readAtMs, changes);
  await apply(clusterId, changes, known);
  await rename(guests, known);
  if (isComplete) await removeAbsent(guests, known);
  return guests.map((guest) => {
    const entry = known.get(guest.vmid);
    const objectId = entry?.id ?? null;
    const creationMark = realMark(entry) ?? guest.creationMark;
    const isSame = guest.objectId === objectId && guest.creationMark === creationMark;
    return isSame ? guest : { ...guest, objectId, creationMark };
  });
}

interface Changes {
  readonly created: NewGuest[];
  readonly replaced: number[];
  readonly marked: { readonly id: number; readonly mark: string }[];
}

/** Notes what has to change in the database so that a guest has its number. */
function place(
  guest: Guest,
  entry: KnownGuest | undefined,
  wasThere: boolean,
  nowMs: number,
  { created, replaced, marked }: Changes,
): void {
  const verdict = entry ? judgeGuest(entry, guest, wasThere, nowMs) : "another";
  if (!entry || verdict === "another") {
    if (entry && !entry.removed) replaced.push(entry.id);
    created.push(rowFor(guest, undefined, entry, nowMs));
    return;
  }
  if (entry.removed) created.push(rowFor(guest, entry, entry, nowMs));
  else if (verdict !== "same") marked.push({ id: entry.id, mark: guest.creationMark ?? "" });
}

async function apply(
  clusterId: string,
  { created, replaced, marked }: Changes,
  known: Map<number, KnownGuest>,
): Promise<void> {
  if (replaced.length > 0) await markRemoved("guest", replaced);
  if (marked.length > 0) await giveMarks(known, marked);
  if (created.length === 0) return;
  for (const guest of await saveGuests(clusterId, created)) known.set(guest.vmid, guest);
}

/** The row to make, or to bring back: a known guest's own mark finds its row again. */
function rowFor(
  guest: Guest,
  same: KnownGuest | undefined,
  entry: KnownGuest | undefined,
  nowMs: number,
): NewGuest {
  const { vmid, kind, name } = guest;
  if (same) return { vmid, kind, name, mark: same.mark };
  // Without a mark of its own it must not find the row of the guest that it replaces.
  const unmarked = entry ? `seen=${Math.round(nowMs / 1_000)}` : "";
  return { vmid, kind, name, mark: guest.creationMark ?? unmarked };
}

async function giveMarks(
  known: Map<number, KnownGuest>,
  marks: readonly { readonly id: number; readonly mark: string }[],
): Promise<void> {
  await saveMarks(marks);
  const byId = new Map(marks.map(({ id, mark }) => [id, mark]));
  for (const [vmid, guest] of known) {
    const mark = byId.get(guest.id);
    if (mark !== undefined) known.set(vmid, { ...guest, mark });
  }
}

async function rename(guests: readonly Guest[], known: Map<number, KnownGuest>): Promise<void> {
  const renamed: { id: number; name: string }[] = [];
  for (const { vmid, name } of guests) {
    const entry = known.get(vmid);
    if (!entry || name === null || entry.name === name) continue;
    renamed.push({ id: entry.id, name });
    known.set(vmid, { ...entry, name });
  }
  if (renamed.length > 0) await saveNames(renamed);
}

async function removeAbsent(guests: readonly Guest[], known: Map<number, KnownGuest>): Promise<void> {
  const present = new Set(guests.map(({ vmid }) => vmid));
  const absent = [...known.values()].filter(({ vmid, removed }) => !removed && !present.has(vmid));
  if (absent.length === 0) return;
  await markRemoved(
    "guest",
    absent.map(({ id }) => id),
  );
  for (const guest of absent) known.set(guest.vmid, { ...guest, removed: true });
}

function realMark(entry: KnownGuest | undefined): string | null {
  return !entry || entry.mark === "" || entry.mark.startsWith("seen=") ? null : entry.mark;
}
