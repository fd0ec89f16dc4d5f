import "server-only";
import type { Guest, GuestKind, Node, Storage } from "@/lib/inventory/snapshot";
import { isAboutTheConnection, PveError } from "@/lib/server/proxmox/pve-error";
import { completeStorageRows } from "./complete-storage-rows";
import { FieldReader, readRows } from "./normalise/field-reader";
import { normaliseClusterStatus } from "./normalise/normalise-cluster-status";
import { normaliseGuest, readVmid } from "./normalise/normalise-guest";
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

const NOTHING: Inventory = { nodes: [], guests: [], storages: [] };
/** Kinds of rows in `/cluster/resources`; the inventory is made of the first four. */
const KNOWN_TYPES = new Set(["node", "qemu", "lxc", "storage", "pool", "sdn", "network"]);

/**
 * Nodes, guests and storages: one call of `/cluster/resources`. When PVE cannot answer that one call, the filtered
 * lists and then the nodes' own lists are read instead. Throws the PveError when nothing can be read.
 */
export async function readInventory(context: ReadingContext): Promise<Inventory> {
  const whole = await readWhole(context);
  if (!(whole instanceof PveError) && (whole.nodes.length > 0 || !context.everything)) {
    context.state.succeeded("resources");
    return whole;
  }
  const [error, found] = whole instanceof PveError ? [whole, NOTHING] : [withoutNodes(), whole];
  const inventory = await readPiecemeal(context, found);
  if (!inventory && !context.everything) throw error;
  if (!inventory || whole !== error) context.problems.add("/cluster/resources", error.message);
  context.state.failed("resources", error);
  return inventory ?? found;
}

/** The one list of everything, or why it is to be read in pieces. */
async function readWhole(context: ReadingContext): Promise<Inventory | PveError> {
  try {
    const answer: unknown = await context.api.cluster.resources.$get();
    if (Array.isArray(answer))
      return fromResources(context, await completeStorageRows(context, answer), "/cluster/resources");
    // Not taken for a cluster that has lost all its guests.
    context.problems.add("/cluster/resources", "the answer is not a list");
    return withoutNodes();
  } catch (error) {
    if (error instanceof PveError && mayReadPiecemeal(context, error)) return error;
    throw error;
  }
}

function withoutNodes(): PveError {
  return new PveError("garbage", "The list of the cluster's resources names no node.", { endpoint: "" });
}

function mayReadPiecemeal({ everything }: ReadingContext, { kind }: PveError): boolean {
  if (everything) return true;
  return !isAboutTheConnection(kind) && kind !== "token_invalid" && kind !== "budget_exhausted";
}

function fromResources(context: ReadingContext, answer: unknown, path: string): Inventory {
  const rows = readRows(answer, path, context.problems).map((row) => withType(context, row));
  const ofType = (...types: readonly string[]) => rows.filter(({ row }) => types.includes(String(row.type)));
  return {
    nodes: nodesFrom(context, ofType("node")),
    guests: guestsFrom(context, ofType("qemu", "lxc")),
    storages: normaliseStorages(ofType("storage"), context.previous?.storages ?? []),
  };
}

/** A row that does not say its type tells it in its id, `qemu/100`. */
function withType(context: ReadingContext, row: FieldReader): FieldReader {
  const type = row.text("type") ?? /^([a-z]+)\//.exec(row.text("id") ?? "")?.[1] ?? null;
  if (type === null) row.problem("type", "the row has no type");
  else if (!KNOWN_TYPES.has(type)) row.problem("type", `"${type}" is not a known kind of row`);
  return type === null || row.row.type === type
    ? row
    : new FieldReader({ ...row.row, type }, row.path, context.problems);
}

async function readPiecemeal(context: ReadingContext, found: Inventory): Promise<Inventory | null> {
  const [vms, nodes, storages] = await Promise.all(
    (["vm", "node", "storage"] as const).map((type) => readFiltered(context, type)),
  );
  const nodesRead = nodes?.nodes ?? (await readNodeList(context));
  const names = nodesRead.length > 0 ? nodesRead.map(({ name }) => name) : context.knownNodes;
  const asked = affordable(context, names);
  const guests = (vms ?? found).guests;
  const guestsRead = vms || guests.length > 0 ? guests : await readGuestLists(context, asked);
  const kept = (storages ?? found).storages;
  const storagesRead = storages || kept.length > 0 ? kept : await readStorageLists(context, asked);
  // Names that are only remembered are no reading; a recording may well name its nodes nowhere but in its paths.
  const isNamed = (context.everything ? names : nodesRead).length > 0;
  if (guestsRead === null && storagesRead === null && !isNamed) return null;
  return {
    nodes: nodesRead.length > 0 ? nodesRead : names.map((name) => silentNode(context, name)),
    guests: guestsRead ?? context.previous?.guests ?? [],
    storages: storagesRead ?? context.previous?.storages ?? [],
  };
}

async function readFiltered(
  context: ReadingContext,
  type: "vm" | "node" | "storage",
): Promise<Inventory | null> {
  const answer: unknown = await attempt(context.api.cluster.resources.$get({ type }));
  if (answer === null) return null;
  const rows = Array.isArray(answer) ? await completeStorageRows(context, answer) : answer;
  return fromResources(context, rows, `/cluster/resources?type=${type}`);
}

/** From `/nodes`; a recording may tell them nowhere but in the cluster's state. */
async function readNodeList(context: ReadingContext): Promise<readonly Node[]> {
  const rows: unknown = await attempt(context.api.nodes.$get());
  const listed = nodesFrom(context, readRows(rows ?? [], "/nodes", context.problems));
  if (listed.length > 0 || !context.everything) return listed;
  const status: unknown = await attempt(context.api.cluster.status.$get());
  const { nodes } = normaliseClusterStatus(readRows(status ?? [], "/cluster/status", context.problems));
  return nodesFrom(
    context,
    nodes.map(({ name, online }) => {
      const row = { node: name, status: online ? "online" : "offline" };
      return new FieldReader(row, "/cluster/status", context.problems);
    }),
  );
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
  if (context.everything) tellTwins(context, read);
  // A guest that moves meanwhile may be in two lists; what was read just now counts.
  const guests = new Map([...notAsked, ...read].map((guest) => [guest.vmid, guest]));
  return [...guests.values()].sort((a, b) => a.vmid - b.vmid);
}

function tellTwins({ problems }: ReadingContext, guests: readonly Guest[]): void {
  const places = new Map<number, string>();
  for (const { vmid, node, kind } of guests) {
    const other = places.get(vmid);
    if (other !== undefined)
      problems.add(`/nodes/${node}/${kind}`, `guest ${vmid} is listed on ${other} too`);
    places.set(vmid, node);
  }
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
  return row.text("type") === null
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
    const guest = normaliseGuest(row, {
      previous: previous.get(readVmid(row) ?? 0),
      readAtMs: context.readAtMs,
      ...list,
    });
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
