import "server-only";
import type { Guest, Node, Task } from "@/lib/inventory/snapshot";
import { normaliseGuestConfig } from "./normalise/normalise-guest-config";
import type { ReadingContext } from "./reading-context";

const MOST_CALLS = 16;
/** For HA, backups, snapshots and addresses, which come after. */
const CALLS_KEPT = 6;
const SWEEP_MS = 60 * 60_000;
const RETRY_MS = 60_000;

/** Tasks after which a guest's configuration may be another. */
const CHANGING_TASK =
  /^(qm|vz)(create|restore|clone|config|migrate|rollback|template|snapshot|delsnapshot|move|resize|destroy)|^(resize|qmmove|move_volume|move_disk|hamigrate|imgcopy)$/;

interface Candidate {
  readonly guest: Guest;
  readonly urgency: 0 | 1 | 2;
  readonly ageMs: number;
}

/**
 * Reads the configurations that are new, that something says have changed, or that a slow sweep has come to; never
 * more than a few a reading, the urgent ones first. The others are taken over from the reading before.
 */
export async function readGuestConfigs(
  context: ReadingContext,
  guests: readonly Guest[],
  nodes: readonly Node[],
  tasks: readonly Task[],
): Promise<readonly Guest[]> {
  const read = new Map<number, Guest>();
  await Promise.all(
    candidates(context, guests, nodes, tasks).map(async ({ guest }) => {
      const part = `config/${guest.vmid}`;
      try {
        const node = context.api.nodes.$(encodeURIComponent(guest.node));
        const answer: unknown = await (guest.kind === "qemu"
          ? node.qemu.$(guest.vmid).config.$get()
          : node.lxc.$(guest.vmid).config.$get());
        const path = `/nodes/${guest.node}/${guest.kind}/${guest.vmid}/config`;
        const reading = normaliseGuestConfig(guest.kind, answer, path, context.problems);
        context.state.succeeded(part);
        if (reading)
          read.set(guest.vmid, {
            ...guest,
            config: reading.config,
            creationMark: reading.creationMark ?? guest.creationMark,
          });
      } catch (error) {
        context.state.failed(part, error);
      }
    }),
  );
  return guests.map((guest) => read.get(guest.vmid) ?? guest);
}

function candidates(
  context: ReadingContext,
  guests: readonly Guest[],
  nodes: readonly Node[],
  tasks: readonly Task[],
): readonly Candidate[] {
  const online = new Set(nodes.filter(({ status }) => status === "online").map(({ name }) => name));
  const before = new Map(context.previous?.guests.map((guest) => [guest.vmid, guest]));
  const touched = touchedGuests(context, tasks);
  const found: Candidate[] = [];
  for (const guest of guests) {
    if (!context.everything && !online.has(guest.node)) continue;
    const part = `config/${guest.vmid}`;
    const ageMs = context.state.ageMs(part);
    const urgency = urgencyOf(guest, before.get(guest.vmid), touched.has(guest.vmid), ageMs);
    if (context.everything || (urgency !== null && mayTry(context, part, urgency)))
      found.push({ guest, urgency: urgency ?? 2, ageMs });
  }
  if (context.everything) return found;
  const left = Math.max(0, context.callsLeft());
  const most = Math.min(MOST_CALLS, Math.max(left - CALLS_KEPT, Math.floor(left / 2)));
  return found.sort((a, b) => a.urgency - b.urgency || b.ageMs - a.ageMs).slice(0, most);
}

function urgencyOf(
  guest: Guest,
  before: Guest | undefined,
  touched: boolean,
  ageMs: number,
): 0 | 1 | 2 | null {
  if (before && guest.config !== null && (touched || hasChanged(before, guest))) return 0;
  if (guest.config === null) return 1;
  return ageMs >= SWEEP_MS ? 2 : null;
}

/** A configuration that could not be read is tried again after a minute, not in every cycle. */
function mayTry({ state }: ReadingContext, part: string, urgency: 0 | 1 | 2): boolean {
  return urgency === 0 || state.isDue(part, 0, RETRY_MS);
}

function hasChanged(before: Guest, now: Guest): boolean {
  if (now.status === "unknown" || before.status === "unknown") return false;
  return (
    before.kind !== now.kind ||
    before.name !== now.name ||
    before.node !== now.node ||
    before.template !== now.template ||
    before.cpuCount !== now.cpuCount ||
    before.memoryTotalBytes !== now.memoryTotalBytes ||
    before.diskTotalBytes !== now.diskTotalBytes ||
    (before.lock !== null && now.lock === null) ||
    before.tags.join() !== now.tags.join()
  );
}

/** Guests whose configuration a task that has ended since the last reading may have changed. */
function touchedGuests({ previous }: ReadingContext, tasks: readonly Task[]): ReadonlySet<number> {
  const known = new Map(previous?.tasks.map(({ upid, endedAtMs }) => [upid, endedAtMs]));
  if (known.size === 0) return new Set();
  return new Set(
    tasks
      .filter(
        ({ upid, type, endedAtMs }) => CHANGING_TASK.test(type) && endedAtMs !== (known.get(upid) ?? null),
      )
      .map(({ subject }) => Number(subject)),
  );
}
