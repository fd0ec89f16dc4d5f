import type { PlannedMove } from "../plan";

/** Moves between two moments at which the goal is looked at: one wave, or all waves that a bundle joins. */
export interface PlanStep {
  readonly waves: readonly (readonly PlannedMove[])[];
  readonly moves: readonly PlannedMove[];
}

/** The waves of a plan in their order; moves of one wave keep theirs. */
export function wavesOf(moves: readonly PlannedMove[]): readonly (readonly PlannedMove[])[] {
  const waves = new Map<number, PlannedMove[]>();
  for (const move of moves) {
    const wave = waves.get(move.wave);
    if (wave) wave.push(move);
    else waves.set(move.wave, [move]);
  }
  return [...waves].sort(([one], [other]) => one - other).map(([, wave]) => wave);
}

/** Cuts a plan into steps: waves between the first and the last of a bundle belong together. */
export function stepsOf(moves: readonly PlannedMove[]): readonly PlanStep[] {
  const lastWave = new Map<number, number>();
  for (const { bundle, wave } of moves) {
    if (bundle !== null) lastWave.set(bundle, Math.max(wave, lastWave.get(bundle) ?? wave));
  }
  const steps: PlanStep[] = [];
  let open: (readonly PlannedMove[])[] = [];
  let until = 0;
  for (const wave of wavesOf(moves)) {
    open.push(wave);
    for (const { bundle, wave: number } of wave) {
      until = Math.max(until, number, bundle === null ? 0 : (lastWave.get(bundle) ?? 0));
    }
    if ((wave[0]?.wave ?? 0) < until) continue;
    steps.push({ waves: open, moves: open.flat() });
    open = [];
  }
  return steps;
}

/** Moves that stand or fall together: those of a bundle, or one alone; in the order of their first move. */
export function unitsOf(moves: readonly PlannedMove[]): readonly (readonly PlannedMove[])[] {
  const bundles = new Map<number, PlannedMove[]>();
  const units: PlannedMove[][] = [];
  for (const move of moves) {
    const bundle = move.bundle === null ? undefined : bundles.get(move.bundle);
    if (bundle) {
      bundle.push(move);
      continue;
    }
    const unit = [move];
    units.push(unit);
    if (move.bundle !== null) bundles.set(move.bundle, unit);
  }
  return units;
}
