import type { NodeMeasures, ResourceMeasures } from "@/lib/scoring/node-measures";

/** A node whose readings have not changed for a week; the figures of the scoring page and its decision are made with it. */
export function steadyNode(percent: { cpu?: number; memory?: number; ioWait?: number }): NodeMeasures {
  return {
    status: "online",
    haState: null,
    cpu: steady(percent.cpu ?? 0),
    memory: steady(percent.memory ?? 0),
    ioWait: steady(percent.ioWait ?? 0),
    pressureCpuSomePercent: null,
    pressureIoSomePercent: null,
    pressureIoFullPercent: null,
    pressureMemorySomePercent: null,
    pressureMemoryFullPercent: null,
    loadPerThread: null,
    memoryAllocationRatio: null,
    cpuAllocationRatio: null,
  };
}

function steady(percent: number): ResourceMeasures {
  return {
    nowPercent: percent,
    dayPercent: percent,
    weekPercent: percent,
    peakPercent: percent,
    risePercentPerDay: 0,
    dayCoverage: 1,
    weekCoverage: 1,
  };
}

export const EXAMPLE_NODES: readonly { readonly name: string; readonly measures: NodeMeasures }[] = [
  { name: "Idle", measures: steadyNode({ cpu: 2, memory: 10 }) },
  { name: "CPU 65 %", measures: steadyNode({ cpu: 65 }) },
  { name: "CPU 70 %", measures: steadyNode({ cpu: 70 }) },
  { name: "CPU 80 %", measures: steadyNode({ cpu: 80 }) },
  { name: "CPU 90 %", measures: steadyNode({ cpu: 90 }) },
  { name: "CPU 96 %", measures: steadyNode({ cpu: 96 }) },
  { name: "CPU 100 %", measures: steadyNode({ cpu: 100 }) },
  { name: "Memory 80 %", measures: steadyNode({ memory: 80 }) },
  { name: "Memory 91 %", measures: steadyNode({ memory: 91 }) },
  { name: "Memory 96 %", measures: steadyNode({ memory: 96 }) },
  { name: "Memory 100 %", measures: steadyNode({ memory: 100 }) },
  { name: "IO wait 20 %", measures: steadyNode({ ioWait: 20 }) },
  { name: "CPU 96 % and memory 96 %", measures: steadyNode({ cpu: 96, memory: 96 }) },
  { name: "Offline", measures: { ...steadyNode({}), status: "offline" } },
];
