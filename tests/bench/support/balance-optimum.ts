import loadHighs from "highs";
import type { BalanceProblem, Wanted } from "./balance-problem";

/** What a solver found out about a minimum until its time was over. */
interface Bounds {
  /** Proven: nothing is lower. */
  readonly lower: number;
  /** The best that was found; null when nothing was. */
  readonly upper: number | null;
}

/** Asks the solver HiGHS about one cluster; its answers are proofs or say that they are none. */
export interface BalanceSolver {
  /**
   * The lowest highest load with at most so many moves.
   *
   * @param known a placement that does it, from which the solver goes on
   */
  readonly lowestLoad: (wanted: Wanted, known: ReadonlyMap<number, string>, seconds: number) => Bounds;
  /** Whether so many moves can bring every node to at most this load. */
  readonly canReach: (wanted: Wanted, seconds: number) => "yes" | "no" | "unknown";
}

export async function balanceSolver(problem: BalanceProblem): Promise<BalanceSolver> {
  const highs = await loadHighs();
  const { modelStatus, callbackType } = highs.constants;
  type Model = ReturnType<typeof highs.createModel>;
  const solve = <Result>(text: string, read: (model: Model) => Result) =>
    highs.withModel({ format: "lp", data: text }, (model): Result => {
      model.options.set({ output_flag: false, mip_rel_gap: 0.001 });
      return read(model);
    });
  // Processor time: what else the machine does is not to decide what can be proven.
  const runFor = (model: Model, seconds: number) => {
    const before = processorSeconds();
    model.run({
      [callbackType.mipInterrupt]: (event) => {
        if (processorSeconds() - before > seconds) event.interrupt();
      },
    });
  };
  const upperOf = (model: Model) => {
    const found = Number(model.info.get("primal_solution_status")) === 2;
    return found ? Number(model.info.get("objective_function_value")) : null;
  };
  return {
    lowestLoad: (wanted, known, seconds) =>
      solve(problem.text("load", wanted), (model) => {
        const values = problem.valuesOf(known);
        const columns = [...values.keys()].map((name) => ({
          index: Number(model.getColByName(name)),
          value: values.get(name) ?? 0,
        }));
        columns.sort((one, other) => one.index - other.index);
        model.setSolution({
          indices: columns.map(({ index }) => index),
          values: columns.map(({ value }) => value),
        });
        runFor(model, seconds);
        // Nothing is allowed above the known placement's load, so what cannot be solved has no better one.
        if (model.getModelStatus() === modelStatus.infeasible) return { lower: wanted.load, upper: null };
        return { lower: Number(model.info.get("mip_dual_bound")), upper: upperOf(model) };
      }),
    canReach: (wanted, seconds) =>
      problem.leastMoves(wanted.load) > wanted.moves
        ? "no"
        : solve(problem.text("any", wanted), (model) => {
            runFor(model, seconds);
            if (model.getModelStatus() === modelStatus.infeasible) return "no";
            return upperOf(model) === null ? "unknown" : "yes";
          }),
  };
}

/** What this process has used so far. */
export function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}
