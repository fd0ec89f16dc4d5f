import { Random } from "@/lib/simulator/random";
import type { TestSimulator } from "@/tests/support/simulator";
import type { ApplicationProcesses } from "./application-processes";
import { CAMPAIGN_NODES } from "./campaign-cluster";
import type { CampaignDatabase } from "./campaign-database";
import { until } from "./campaign-moves";
import type { Fate } from "./migrate-proxy";
import type { Killed } from "./recovery-meter";

export interface Troublemaker {
  readonly fateOf: () => Fate;
  /** As somebody does who wants the sender of a request dead, and does not know which process that is. */
  readonly killSender: () => void;
  readonly counts: () => Readonly<Record<string, number>>;
  /** Calm from now on: no faults are left in force. */
  readonly stop: () => Promise<void>;
}

export interface Troubled {
  readonly seed: number;
  readonly simulator: TestSimulator;
  readonly applications: () => ApplicationProcesses | null;
  readonly database: CampaignDatabase;
  /** Changes of state of all moves so far; null while the database is away. */
  readonly progress: () => Promise<number | null>;
  /** Told of every kill after which nobody works on moves. */
  readonly onKilled: (what: Killed) => void;
  /** After so many changes of state the application is killed, and the database. */
  readonly pace: { readonly kill: Span; readonly killDatabase: Span };
}

type Span = readonly [from: number, to: number];

const FATES: readonly (readonly [Fate, number])[] = [
  ["lose-answer", 0.08],
  ["lose-request", 0.05],
  ["kill-before", 0.03],
  ["kill-between", 0.04],
  ["kill-after", 0.03],
];
const LOOK_EVERY_S: Span = [0.2, 0.6];
/** Changes of state between two faults, and between two moves by the other admin. */
const FAULT_AFTER: Span = [6, 18];
const MANUAL_MOVE_AFTER: Span = [16, 40];
/** As long as most states last. */
const MOMENT_MS = 3_000;
const START_WITHIN_MS = 120_000;
const PATHS = ["/cluster/resources", "/tasks", "/migrate", "/status", "/log"] as const;

/** Everything that goes wrong in a campaign, at moments that a seed decides. */
export function startTroublemaker(troubled: Troubled): Troublemaker {
  const { seed, simulator, applications, database, pace } = troubled;
  const counts: Record<string, number> = {};
  const count = (what: string) => {
    counts[what] = (counts[what] ?? 0) + 1;
  };
  const fates = new Random(seed + 1);
  const senders = new Random(seed + 2);
  const kill = (random: Random, shareOfAll = 0.3) => {
    const running = applications();
    if (running?.kill(random.next() < shareOfAll ? "all" : random.below(running.count)))
      troubled.onKilled("application");
  };
  /** Now and then one dies while it starts; not always, or none would ever be there on a slow machine. */
  const killAndWait = async (random: Random) => {
    kill(random);
    const isThere = async () => (applications()?.origins().length ?? 0) > 0;
    if (random.next() < 0.85) await until(isThere, START_WITHIN_MS);
  };
  const after = (stream: number, span: Span, act: (random: Random) => Promise<void>) =>
    withProgress(new Random(seed + stream), { span, progress: troubled.progress }, act);
  const rhythms = [
    after(3, pace.kill, killAndWait),
    after(4, pace.killDatabase, async (random) => {
      count("database killed");
      troubled.onKilled("database");
      await database.killAndStart(random.next() < 0.5 ? "SIGKILL" : "SIGQUIT");
    }),
    after(5, FAULT_AFTER, async (random) => {
      const fault = faultOf(random);
      count(String(fault.status ?? fault.do));
      await simulator.post(fault);
    }),
    after(6, MANUAL_MOVE_AFTER, async (random) => {
      const guests = simulator.state().guests ?? [];
      const guest = guests[random.below(guests.length)];
      const target = CAMPAIGN_NODES[random.below(CAMPAIGN_NODES.length)] ?? "";
      if (!guest || guest.node === target || guest.lock) return;
      count("moved by another admin");
      await simulator.post({ do: "manual-migration", vmid: guest.vmid, target });
    }),
  ];
  return {
    fateOf: () => {
      let left = fates.next();
      const fate = FATES.find(([, share]) => {
        left -= share;
        return left < 0;
      })?.[0];
      if (fate) count(fate);
      return fate ?? "pass";
    },
    killSender: () => kill(senders, 0.6),
    counts: () => counts,
    stop: async () => {
      await Promise.all(rhythms.map((stop) => stop()));
      await simulator.post({ do: "faults-clear" });
    },
  };
}

/** Does something again and again after a random number of seconds; what it returns ends that. */
function rhythm(
  random: Random,
  [from, to]: Span,
  act: (random: Random) => Promise<void> | void,
): () => Promise<void> {
  let stopped = false;
  let acting = Promise.resolve();
  let timer: NodeJS.Timeout;
  const plan = () => {
    timer = setTimeout(() => {
      acting = Promise.resolve(act(random)).then(() => {
        if (!stopped) plan();
      });
    }, random.between(from, to) * 1_000);
  };
  plan();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await acting;
  };
}

/**
 * Does something again and again, a random moment after a random number of changes of state: on a slow machine there is no less in between than
 * on a fast one.
 */
function withProgress(
  random: Random,
  { span: [from, to], progress }: { readonly span: Span; readonly progress: Troubled["progress"] },
  act: (random: Random) => Promise<void>,
): () => Promise<void> {
  let next: number | null = null;
  return rhythm(random, LOOK_EVERY_S, async () => {
    const now = await progress();
    if (now === null) return;
    next ??= now + random.between(from, to);
    if (now < next) return;
    next = null;
    await new Promise((resolve) => setTimeout(resolve, random.between(0, MOMENT_MS)));
    await act(random);
  });
}

function faultOf(
  random: Random,
): Record<string, unknown> & { readonly do: string; readonly status?: number } {
  const path = random.pick(PATHS);
  const times = 1 + random.below(4);
  const faults: readonly (() => ReturnType<typeof faultOf>)[] = [
    () => ({ do: "api-latency", milliseconds: 500 + random.below(8_000), times }),
    // Longer than the application waits for an answer, and carried out all the same.
    () => ({ do: "api-latency", milliseconds: 5_000 + random.below(85_000), path: "/migrate", times: 1 }),
    () => ({ do: "api-error", status: 500, message: "got timeout", path, times }),
    () => ({
      do: "api-error",
      status: 595,
      message: "No route to host",
      node: CAMPAIGN_NODES[random.below(CAMPAIGN_NODES.length)],
      seconds: 2 + random.below(12),
    }),
    () => ({ do: "hang", path, times: 1 }),
    () => ({ do: "api-garbage", kind: random.pick(["html", "truncated", "empty", "binary"]), path, times }),
    () => ({ do: "migration-fail", phase: random.below(4) }),
    () => ({ do: "migration-stall", seconds: 3 + random.below(20) }),
  ];
  return faults[random.below(faults.length)]?.() ?? { do: "faults-clear" };
}
