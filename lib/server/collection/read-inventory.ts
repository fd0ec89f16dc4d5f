import "server-only";
import type { Guest, GuestKind, Node, Storage } from "@/lib/inventory/snapshot";
import { isAboutTheConnection, PveError } from "@/lib/server/proxmox/pve-error";
import { FieldReader, readRows } from "./normalise/field-reader";
import { normaliseGuest } from "./normalise/normalise-guest";
import { normaliseNode } from "./normalise/normalise-node";
import { mergeStorages, normaliseStorages } from "./normalise/normalise-storages";
import type { ReadingContext } from "./reading-context";

/** For status, tasks and what else a reading cannot do without. */
const CALLS_KEPT = 5;

export interface Inventory {
  readonly nodes: readonly Node[];
  readonly guests: readonly Guest[];
  readonly storages: readonly Storage[];
}

/**
 * Nodes, guests and storages: one call of `/cluster/resources`. When PVE cannot answer that one call, the filtered
 * lists and then the nodes' own lists are read instead. Throws the PveError when nothing can be read.
 */
export async function readInventory(context: ReadingContext): Promise<Inventory> {
  try {
    const answer: unknown = await context.api.cluster.resources.$get();
    const inventory = fromResources(context, answer, "/cluster/resources");
    context.state.succeeded("resources");
    return inventory;
  } catch (error) {
    if (!(error instanceof PveError) || !mayReadPiecemeal(error)) throw error;
    const inventory = await readPiecemeal(context);
    if (!inventory) throw error;
    context.state.failed("resources", error);
    return inventory;
  }
}

function mayReadPiecemeal({ kind }: PveError): boolean {
  return !isAboutTheConnection(kind) && kind !== "token_invalid" && kind !== "budget_exhausted";
}

function fromResources(context: ReadingContext, answer: unknown, path: string): Inventory {
  const rows = readRows(answer, path, context.problems);
  const ofType = (...types: readonly string[]) => rows.filter(({ row }) => types.includes(String(row.type)));
  for (const row of rows) if (row.text("type") === null) row.problem("type", "the row has no type");
  return {
    nodes: nodesFrom(context, ofType("node")),
    guests: guestsFrom(context, ofType("qemu", "lxc")),
    storages: normaliseStorages(ofType("storage"), context.previous?.storages ?? []),
  };
}

async function readPiecemeal(context: ReadingContext): Promise<Inventory | null> {
  const [vms, nodes, storages] = await Promise.all(
    (["vm", "node", "storage"] as const).map((type) => attempt(context.api.cluster.resources.$get({ type }))),
  );
  const path = (type: string) => `/cluster/resources?type=${type}`;
  const nodeRows = nodes ?? (await attempt(context.api.nodes.$get()));
  const nodesRead = nodesFrom(context, readRows(nodeRows, nodes ? path("node") : "/nodes", context.problems));
  const names = nodesRead.length > 0 ? nodesRead.map(({ name }) => name) : context.knownNodes;
  const asked = affordable(context, names);
  const guests = vms ? fromResources(context, vms, path("vm")).guests : await readGuestLists(context, asked);
  const storagesRead = storages
    ? fromResources(context, storages, path("storage")).storages
    : await readStorageLists(context, asked);
  const nothing = !vms && !storages && !nodeRows && names.length === 0;
  if (nothing || (guests === null && storagesRead === null && names.length === 0)) return null;
  return {
    nodes: nodesRead.length > 0 ? nodesRead : names.map((name) => silentNode(context, name)),
    guests: guests ?? context.previous?.guests ?? [],
    storages: storagesRead ?? context.previous?.storages ?? [],
  };
}

async function readGuestLists(
  context: ReadingContext,
  names: readonly string[],
): Promise<readonly Guest[] | null> {
  const lists = names.flatMap((name) => (["qemu", "lxc"] as const).map((kind) => ({ name, kind })));
  const answers = await Promise.all(
    lists.map(async ({ name, kind }) => {
      const node = context.api.nodes.$(encodeURIComponent(name));
      const answer = await attempt<unknown>(kind === "qemu" ? node.qemu.$get() : node.lxc.$get());
      notePiece(context, name, answer !== null);
      if (answer === null) return null;
      const rows = readRows(answer, `/nodes/${name}/${kind}`, context.problems);
      return guestsFrom(
        context,
        rows.map((row) => withKind(context, row, kind)),
        { node: name, kind },
      );
    }),
  );
  if (answers.every((answer) => answer === null)) return null;
  const read = answers.flatMap((guests, index) => guests ?? keptGuests(context, lists[index]));
  const notAsked = context.previous?.guests.filter(({ node }) => !names.includes(node)) ?? [];
  // A guest that moves meanwhile may be in two lists; what was read just now counts.
  const guests = new Map([...notAsked, ...read].map((guest) => [guest.vmid, guest]));
  return [...guests.values()].sort((a, b) => a.vmid - b.vmid);
}

/** Three lists a node: those read longest ago first, as many as this reading may still ask. */
function affordable(
  { state, everything, callsLeft }: ReadingContext,
  names: readonly string[],
): readonly string[] {
  if (everything) return names;
  const oldest = [...names].sort((a, b) => state.ageMs(`node/${b}`) - state.ageMs(`node/${a}`));
  return oldest.slice(0, Math.max(0, Math.floor((callsLeft() - CALLS_KEPT) / 3)));
}

/** Guests of a list that could not be read: as they were, with their age. */
function keptGuests(
  { previous }: ReadingContext,
  list: { readonly name: string; readonly kind: GuestKind } | undefined,
): readonly Guest[] {
  return previous?.guests.filter(({ node, kind }) => node === list?.name && kind === list.kind) ?? [];
}

function notePiece({ state }: ReadingContext, node: string, isRead: boolean): void {
  const part = `node/${node}`;
  if (isRead) state.succeeded(part);
  else state.failed(part, new PveError("node_unreachable", `${node} did not answer.`, { endpoint: node }));
}

/** Lists of one kind leave the type out, and qemu's `disk` of 0 is to be told from a container's. */
function withKind(context: ReadingContext, row: FieldReader, kind: GuestKind): FieldReader {
  return row.row.type === undefined
    ? new FieldReader({ ...row.row, type: kind }, row.path, context.problems)
    : row;
}

async function readStorageLists(
  context: ReadingContext,
  names: readonly string[],
): Promise<readonly Storage[] | null> {
  const answers = await Promise.all(
    names.map(async (name) => {
      const answer = await attempt<unknown>(context.api.nodes.$(encodeURIComponent(name)).storage.$get());
      if (answer === null) return null;
      const rows = readRows(answer, `/nodes/${name}/storage`, context.problems);
      return normaliseStorages(rows, context.previous?.storages ?? [], name);
    }),
  );
  if (answers.every((answer) => answer === null)) return null;
  const unread = new Set(names.filter((_, index) => answers[index] === null));
  const isKept = ({ node }: Storage) => node !== null && (unread.has(node) || !names.includes(node));
  const kept = context.previous?.storages.filter(isKept) ?? [];
  return mergeStorages([...answers.flatMap((storages) => storages ?? []), ...kept]);
}

function nodesFrom(context: ReadingContext, rows: readonly FieldReader[]): readonly Node[] {
  const previous = new Map(context.previous?.nodes.map((node) => [node.name, node]));
  const nodes = new Map<string, Node>();
  for (const row of rows) {
    const name = row.text("node") ?? "";
    const node = normaliseNode(row, { previous: previous.get(name), readAtMs: context.readAtMs });
    if (!node) continue;
    if (nodes.has(node.name)) row.problem("node", `node ${node.name} is listed twice`);
    else nodes.set(node.name, node);
  }
  return [...nodes.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function guestsFrom(
  context: ReadingContext,
  rows: readonly FieldReader[],
  list: { readonly node?: string; readonly kind?: GuestKind } = {},
): readonly Guest[] {
  const previous = previousGuests(context);
  const guests = new Map<number, Guest>();
  for (const row of rows) {
    const vmid = Number(row.row.vmid ?? String(row.row.id ?? "").split("/")[1]);
    const guest = normaliseGuest(row, { previous: previous.get(vmid), readAtMs: context.readAtMs, ...list });
    if (!guest) continue;
    const twin = guests.get(guest.vmid);
    if (twin) row.problem("vmid", `guest ${guest.vmid} is listed twice`);
    if (twin?.status !== "running") guests.set(guest.vmid, guest);
  }
  return [...guests.values()].sort((a, b) => a.vmid - b.vmid);
}

const guestsByVmid = new WeakMap<object, ReadonlyMap<number, Guest>>();

function previousGuests({ previous }: ReadingContext): ReadonlyMap<number, Guest> {
  if (!previous) return new Map();
  let map = guestsByVmid.get(previous);
  if (!map) {
    map = new Map(previous.guests.map((guest) => [guest.vmid, guest]));
    guestsByVmid.set(previous, map);
  }
  return map;
}

function silentNode(context: ReadingContext, name: string): Node {
  const row = new FieldReader({ node: name, status: "unknown" }, `/nodes/${name}`, context.problems);
  const previous = context.previous?.nodes.find((node) => node.name === name);
  const node = normaliseNode(row, { previous, readAtMs: context.readAtMs });
  if (!node) throw new TypeError("a named node is always a node");
  return node;
}

async function attempt<Answer>(call: Promise<Answer>): Promise<Answer | null> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof PveError) return null;
    throw error;
  }
}
