import { Random } from "@/lib/simulator/random";
import { CAMPAIGN_NODES } from "./campaign-cluster";
import type { PlaceRecord } from "./place-record";

const ANSWER_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 300;
const UNDER_WAY = 30;
const MOST_AT_ONCE = 8;

/** A call to one of the application's processes; null when there is none, or when it died over it. */
export type CallApplication = (
  method: "GET" | "POST",
  path: string,
  body?: unknown,
) => Promise<{ readonly status: number; readonly body: unknown } | null>;

/** Calls whichever process is there, with the session of somebody who is signed in. */
export function applicationCaller(
  origins: () => readonly string[],
  cookie: string,
  random: Random,
): CallApplication {
  return async (method, path, body) => {
    const known = origins();
    const origin = known[random.below(known.length)];
    if (origin === undefined) return null;
    try {
      const answer = await fetch(`${origin}${path}`, {
        method,
        headers: { cookie },
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return { status: answer.status, body: await answer.json() };
    } catch {
      return null;
    }
  };
}

export interface MovesSoFar {
  readonly total: number;
  /** Moves that have not ended. */
  readonly active: readonly { readonly id: string; readonly vmid: number; readonly state: string }[];
}

export interface Asking {
  readonly seed: number;
  readonly moves: number;
  /** Nothing is asked for any more after this moment. */
  readonly untilMs: number;
  /** Whether a process of the application answers. */
  readonly isThere: () => boolean;
  readonly clusterId: string;
  readonly call: CallApplication;
  readonly places: PlaceRecord;
  readonly vmids: readonly number[];
  /** Null while the database is away. */
  readonly soFar: () => Promise<MovesSoFar | null>;
  /** What came of the requests: by status, with the first words of a refusal; `lost` where no answer came. */
  readonly counts: Record<string, number>;
}

/** Asks for random moves in random batches, some of them twice at once, and calls some off, until there are enough. */
export async function askForMoves(asking: Asking): Promise<void> {
  const random = new Random(asking.seed + 10);
  for (;;) {
    const soFar = await asking.soFar();
    if ((soFar && soFar.total >= asking.moves) || Date.now() > asking.untilMs) return;
    if (soFar && soFar.active.length < UNDER_WAY && asking.isThere())
      await askForBatch(asking, soFar, random);
    else await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}

async function askForBatch(
  { call, clusterId, places, vmids, moves, counts }: Asking,
  { total, active }: MovesSoFar,
  random: Random,
): Promise<void> {
  const busy = new Set(active.map(({ vmid }) => vmid));
  const free = random.shuffle(vmids.filter((vmid) => !busy.has(vmid)));
  const batch = free.slice(0, Math.min(1 + random.below(MOST_AT_ONCE), moves - total));
  const bodies = batch.flatMap((vmid) => {
    const targets = CAMPAIGN_NODES.filter((node) => node !== places.nodeOf(vmid));
    const body = { clusterId, vmid, target: targets[random.below(targets.length)] };
    return random.next() < 0.05 ? [body, body] : [body];
  });
  const asked = bodies.map((body) => call("POST", "/api/v1/moves", body));
  const unlucky = active[random.below(active.length)];
  if (unlucky && random.next() < 0.08) asked.push(call("POST", `/api/v1/moves/${unlucky.id}/cancel`));
  for (const answer of await Promise.all(asked)) {
    const what = answer === null ? "lost" : wordsOf(answer);
    counts[what] = (counts[what] ?? 0) + 1;
  }
}

function wordsOf({ status, body }: NonNullable<Awaited<ReturnType<CallApplication>>>): string {
  const found = status < 300 ? null : /"message":"([^"]{0,60})/.exec(JSON.stringify(body));
  return `${status} ${(found?.[1] ?? "").replaceAll(/[0-9]+/g, "n")}`.trim();
}
