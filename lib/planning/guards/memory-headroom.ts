import { MEMORY, RESOURCE_COUNT } from "../model/cluster-model";
import type { Guard, GuardQuestion } from "./guard";
import { gibWords, guestSubject, percentWords, subjectsOf } from "./words";

/** Bytes that adding up many figures may be off. */
const ROUNDING = 64;

/**
 * A guest must fit into the target's memory. An optional move fills it up to `planning.memoryCap`, and the guest's configured
 * memory must fit into all of it less the reserve; a forced one fills it up to all of it less the reserve. A guest that
 * holds no memory fits everywhere.
 */
export const memoryHeadroom: Guard = {
  codes: ["memory-headroom"],
  dependsOn: "placement",
  check: ({ model, placement, guest, target, purpose }) => {
    const demand = model.demand[guest * RESOURCE_COUNT + MEMORY] ?? 0;
    const it = model.guests[guest];
    const configured = it?.running ? it.configuredMemoryBytes : 0;
    if (demand === 0 && configured === 0) return null;
    const place = target * RESOURCE_COUNT + MEMORY;
    const capacity = model.capacity[place] ?? 0;
    const all = capacity - (model.nodes[target]?.memoryReserveBytes ?? 0);
    const used = Math.max(0, placement.load[place] ?? 0);
    if (used + demand > all + ROUNDING) return "memory-headroom";
    if (purpose === "forced") return null;
    const cap = capacity * (model.input.settings["planning.memoryCap"] / 100);
    return used + demand > cap + ROUNDING || used + configured > all + ROUNDING ? "memory-headroom" : null;
  },
  explain: (question, code) => {
    const { guest, target } = subjectsOf(question);
    const { demand, used, limit, all, capacity, configured } = figures(question);
    const tooFull = used + demand > limit + ROUNDING;
    const needs = tooFull
      ? `${gibWords(demand)} and ${target.node.name} has ${gibWords(Math.max(0, limit - used))} free up to its limit of ${percentWords(limit / capacity)}`
      : `up to ${gibWords(configured)} and ${target.node.name} has ${gibWords(Math.max(0, all - used))} left`;
    return {
      code,
      detail: `${guestSubject(guest)} needs ${needs}.`,
      fix: `Free memory on ${target.node.name}, shut guests down, or add memory or a node.`,
    };
  },
};

function figures({ model, placement, guest, target, purpose }: GuardQuestion) {
  const modelGuest = model.guests[guest];
  const capacity = model.capacity[target * RESOURCE_COUNT + MEMORY] ?? 0;
  const all = capacity - (model.nodes[target]?.memoryReserveBytes ?? 0);
  const cap = capacity * (model.input.settings["planning.memoryCap"] / 100);
  return {
    capacity,
    all,
    limit: purpose === "optional" ? Math.min(all, cap) : all,
    used: Math.max(0, placement.load[target * RESOURCE_COUNT + MEMORY] ?? 0),
    demand: model.demand[guest * RESOURCE_COUNT + MEMORY] ?? 0,
    configured: modelGuest?.running ? modelGuest.configuredMemoryBytes : 0,
  };
}
