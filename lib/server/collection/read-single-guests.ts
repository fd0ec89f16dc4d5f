import "server-only";
import type { Guest, GuestKind } from "@/lib/inventory/snapshot";
import { PveError } from "@/lib/server/proxmox/pve-error";
import { FieldReader, isRow } from "./normalise/field-reader";
import { normaliseGuest } from "./normalise/normalise-guest";
import type { ReadingContext } from "./reading-context";

export interface KnownGuest {
  readonly vmid: number;
  readonly kind: GuestKind;
  readonly node: string;
}

/** Guests that no list shows, each from its own `…/status/current`: for recordings that hold no list. */
export async function readSingleGuests(
  context: ReadingContext,
  known: readonly KnownGuest[],
  listed: readonly Guest[],
): Promise<readonly Guest[]> {
  const vmids = new Set(listed.map(({ vmid }) => vmid));
  const found = new Map<number, Guest>();
  for (const guest of known) {
    if (vmids.has(guest.vmid) || found.has(guest.vmid)) continue;
    const read = await readSingle(context, guest);
    if (read) found.set(guest.vmid, read);
  }
  return found.size === 0 ? listed : [...listed, ...found.values()].sort((a, b) => a.vmid - b.vmid);
}

async function readSingle(context: ReadingContext, { vmid, kind, node }: KnownGuest): Promise<Guest | null> {
  const path = `/nodes/${node}/${kind}/${vmid}/status/current`;
  const answer = await ask(context, { vmid, kind, node });
  if (answer === null) return null;
  if (!isRow(answer)) {
    context.problems.add(path, "the answer is not an object");
    return null;
  }
  const hastate = isRow(answer.ha) ? answer.ha.state : undefined;
  const row = new FieldReader({ hastate, ...answer, type: kind, vmid }, path, context.problems);
  return normaliseGuest(row, { previous: undefined, readAtMs: context.readAtMs, node, kind });
}

async function ask({ api }: ReadingContext, { vmid, kind, node }: KnownGuest): Promise<unknown> {
  const place = api.nodes.$(encodeURIComponent(node));
  try {
    const answer: unknown = await (kind === "qemu"
      ? place.qemu.$(vmid).status.current.$get()
      : place.lxc.$(vmid).status.current.$get());
    return answer ?? "nothing";
  } catch (error) {
    if (error instanceof PveError) return null;
    throw error;
  }
}
