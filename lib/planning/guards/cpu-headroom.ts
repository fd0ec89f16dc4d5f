import { CPU, CPU_ALLOCATED, RESOURCE_COUNT } from "../model/cluster-model";
import type { Guard, GuardQuestion } from "./guard";
import { guestSubject, percentWords, subjectsOf, threadWords } from "./words";

/** Threads that adding up many figures may be off. */
const ROUNDING = 1e-6;

/**
 * A guest must find enough CPU on the target: up to `planning.cpuCap` for an optional move, up to all threads for a forced one;
 * and no move makes the virtual CPUs of running guests exceed `planning.cpuOvercommit` for each thread.
 */
export const cpuHeadroom: Guard = {
  codes: ["cpu-overcommit", "cpu-headroom"],
  dependsOn: "placement",
  check: (question) => {
    const { allocated, count, mayAllocate, used, demand, limit } = figures(question);
    if (count > 0 && allocated + count > mayAllocate + ROUNDING) return "cpu-overcommit";
    return demand > 0 && used + demand > limit + ROUNDING ? "cpu-headroom" : null;
  },
  explain: (question, code) => {
    const { guest, target } = subjectsOf(question);
    const { allocated, count, mayAllocate, used, demand, limit, threads } = figures(question);
    const { name } = target.node;
    if (code === "cpu-overcommit") {
      return {
        code,
        detail: `${guestSubject(guest)} has ${count} virtual CPUs, and ${name} has promised ${allocated} of the ${Number(mayAllocate.toFixed(1))} it may promise.`,
        fix: `Raise the CPU overcommit, give guests on ${name} fewer virtual CPUs, or add a node.`,
      };
    }
    return {
      code,
      detail: `${guestSubject(guest)} needs ${threadWords(demand)} and ${name} has ${threadWords(Math.max(0, limit - used))} free up to its limit of ${percentWords(limit / threads)}.`,
      fix: `Relieve ${name}, or add a node.`,
    };
  },
};

function figures({ model, placement, guest, target, purpose }: GuardQuestion) {
  const at = target * RESOURCE_COUNT;
  const own = guest * RESOURCE_COUNT;
  const { settings } = model.input;
  const threads = model.capacity[at + CPU] ?? 0;
  return {
    threads,
    allocated: placement.load[at + CPU_ALLOCATED] ?? 0,
    count: model.demand[own + CPU_ALLOCATED] ?? 0,
    mayAllocate: threads * settings["planning.cpuOvercommit"],
    used: Math.max(0, placement.load[at + CPU] ?? 0),
    demand: model.demand[own + CPU] ?? 0,
    limit: purpose === "optional" ? threads * (settings["planning.cpuCap"] / 100) : threads,
  };
}
