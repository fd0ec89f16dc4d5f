import type { ApplicationProcesses } from "./application-processes";

const EVERY_MS = 100;

/** What was killed. */
export type Killed = "application" | "database";

export interface RecoverySpan {
  readonly killed: Killed;
  /** Until a process of the application answered; null when another kill came first, as for all of them. */
  answersMs: number | null;
  /** Until somebody worked on a move again. */
  worksMs: number | null;
  /** Until a move changed its state. */
  movesMs: number | null;
}

export interface RecoveryMeter {
  /** Notes that everything that could work on moves has just been ended. */
  readonly killed: (what: Killed) => void;
  /** Seconds by what was killed: the median, the 95th of 100 and the longest. */
  readonly figures: () => Readonly<Record<string, string>>;
  readonly stop: () => void;
}

interface Signs {
  /** When an executor last gave a sign of life, by the database's clock. */
  readonly aliveAtMs: number;
  readonly transitions: number;
  /** Moves that have begun and not ended. */
  readonly underWay: number;
}

/** Measures how long nothing goes on after a kill while moves are under way. */
export function startRecoveryMeter(applications: () => ApplicationProcesses | null): RecoveryMeter {
  const spans: RecoverySpan[] = [];
  let open: { span: RecoverySpan; atMs: number; before: Signs | null } | null = null;
  let last: Signs | null = null;
  let stopped = false;
  const look = async () => {
    const signs = await readSigns();
    const now = Date.now();
    if (open) note(open, signs, now, (applications()?.origins().length ?? 0) > 0);
    if (open?.span.movesMs != null) open = null;
    if (signs) last = signs;
  };
  void (async () => {
    while (!stopped) {
      await look();
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
  })();
  return {
    killed: (killed) => {
      open = null;
      if (!last || last.underWay === 0) return;
      const span: RecoverySpan = { killed, answersMs: null, worksMs: null, movesMs: null };
      spans.push(span);
      open = { span, atMs: Date.now(), before: last };
    },
    figures: () => figuresOf(spans),
    stop: () => {
      stopped = true;
    },
  };
}

function note(
  open: { span: RecoverySpan; atMs: number; before: Signs | null },
  signs: Signs | null,
  now: number,
  answers: boolean,
): void {
  const { span, atMs, before } = open;
  if (answers && now - atMs > EVERY_MS) span.answersMs ??= now - atMs;
  if (!signs || !before) return;
  if (signs.aliveAtMs > atMs) span.worksMs ??= signs.aliveAtMs - atMs;
  if (span.worksMs !== null && signs.transitions > before.transitions) span.movesMs ??= now - atMs;
}

async function readSigns(): Promise<Signs | null> {
  const { pool } = await import("@/lib/server/db/pool");
  try {
    const { rows } = await pool().query<{ alive: number; transitions: number; under_way: number }>(
      `SELECT coalesce((SELECT extract(epoch FROM max(heartbeat_at)) * 1000 FROM move), 0)::float8 AS alive,
         (SELECT count(*) FROM move_transition)::float8 AS transitions,
         (SELECT count(*) FROM move WHERE state IN ('preflight', 'submitting', 'running', 'verifying'))::float8 AS under_way`,
    );
    const [row] = rows;
    return row ? { aliveAtMs: row.alive, transitions: row.transitions, underWay: row.under_way } : null;
  } catch {
    return null;
  }
}

function figuresOf(spans: readonly RecoverySpan[]): Readonly<Record<string, string>> {
  const figures: Record<string, string> = {};
  for (const killed of ["application", "database"] as const)
    for (const key of ["answersMs", "worksMs", "movesMs"] as const) {
      const sorted = spans
        .filter((span) => span.killed === killed)
        .flatMap((span) => span[key] ?? [])
        .sort((a, b) => a - b);
      if (sorted.length === 0) continue;
      const at = (share: number) =>
        ((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0) / 1_000).toFixed(1);
      figures[`${killed} ${key.slice(0, -2)}`] =
        `median ${at(0.5)} s, p95 ${at(0.95)} s, longest ${at(1)} s (${sorted.length})`;
    }
  return figures;
}
