import { describe, expect, test } from "vitest";
import type { NodeMeasures } from "@/lib/scoring/node-measures";
import { scoreMeasures } from "@/lib/scoring/score-node";
import { compileScoringCurves } from "@/lib/scoring/scoring-curves";
import { scoringSettingsFrom } from "@/lib/scoring/scoring-settings";
import { componentOf, measures, onlyNow, steady } from "./builders";

const curves = compileScoringCurves(scoringSettingsFrom({}));
const score = (overrides: Partial<NodeMeasures>) => scoreMeasures(measures(overrides), curves);

describe("the sentence of a component", () => {
  test.each([
    {
      key: "memory.now",
      node: { memory: steady(91) },
      sentence: "Memory 91 % now: 38 points; starts at 70 %",
    },
    {
      key: "memory.now",
      node: { memory: steady(40) },
      sentence: "Memory 40 % now: 0 points; starts at 70 %",
    },
    { key: "memory.now", node: { memory: onlyNow(null) }, sentence: "Memory is not known: 0 points" },
    {
      key: "cpu.now",
      node: { cpu: steady(96, { dayPercent: 80, weekPercent: 61.25 }) },
      sentence: "CPU 96 % now, 80 % over 24 h, 61.3 % over 7 d: 91.8 points; starts at 60 %",
    },
    {
      key: "cpu.now",
      node: { cpu: onlyNow(65) },
      sentence: "CPU 65 % now (not known: over 24 h, over 7 d): 20 points; starts at 60 %",
    },
    { key: "cpu.sustained", node: { cpu: onlyNow(65) }, sentence: "CPU over 7 d is not known: 0 points" },
    {
      key: "cpu.sustained",
      node: { cpu: steady(75) },
      sentence: "CPU 75 % over 7 d: 0 points, its 40 points are already counted; starts at 70 %",
    },
    {
      key: "cpu.sustained",
      node: { cpu: steady(95) },
      sentence:
        "CPU 95 % over 7 d: 16.7 points, the rest of its 150 points is already counted; starts at 70 %",
    },
    {
      key: "trend.cpu",
      node: { cpu: steady(60, { risePercentPerDay: 2 }) },
      sentence: "CPU rises by at least 2 % a day: 30 points; starts at 0.5 % a day above 30 %",
    },
    {
      key: "trend.cpu",
      node: { cpu: steady(60) },
      sentence: "CPU does not rise: 0 points; starts at 0.5 % a day above 30 %",
    },
    {
      key: "trend.memory",
      node: { memory: onlyNow(10) },
      sentence: "Memory trend is not known (needs readings of the same hour on two days): 0 points",
    },
    {
      key: "predicted.memory",
      node: { memory: steady(70, { risePercentPerDay: 5 }) },
      sentence: "Memory 80 % in 48 h at the present rise: 12.5 points; growth counts from 65 %",
    },
    {
      key: "spikes.cpu",
      node: { cpu: steady(20, { peakPercent: 92.5 }) },
      sentence: "CPU peaked at 92.5 % within 7 d: 20 points; starts at 70 %",
    },
    {
      key: "pressure.io",
      node: { pressureIoSomePercent: 24, pressureIoFullPercent: 10 },
      sentence: "Tasks waited for IO 24 % of the time, all of them 10 %: 14 points; starts at 10 %",
    },
    {
      key: "pressure.cpu",
      node: { pressureCpuSomePercent: null },
      sentence: "CPU pressure is not reported (Proxmox VE 9 and later do): 0 points",
    },
    {
      key: "load.perThread",
      node: { loadPerThread: 1.05 },
      sentence: "Load 1.05 per thread: 1 point; starts at 1",
    },
    {
      key: "load.perThread",
      node: { loadPerThread: null },
      sentence: "Load per thread is not known: 0 points",
    },
    {
      key: "overcommit.memory",
      node: { memoryAllocationRatio: 1.2 },
      sentence: "Running guests were promised 1.2 times the node's memory: 8 points; starts at 1",
    },
    {
      key: "overcommit.cpu",
      node: { cpuAllocationRatio: 4 },
      sentence: "Running guests have 4 virtual CPUs per thread of the node: 8 points; starts at 3",
    },
    { key: "availability.status", node: {}, sentence: "Online: 0 points" },
    {
      key: "availability.status",
      node: { haState: "maintenance" },
      sentence: "Online, in HA maintenance: 100 points",
    },
    {
      key: "availability.status",
      node: { haState: "fence" },
      sentence: "Online, but HA is about to fence it: 100 points",
    },
    {
      key: "availability.status",
      node: { status: "offline" as const },
      sentence: "Offline, so nothing else is counted: 2000 points",
    },
    {
      key: "availability.status",
      node: { status: "unknown" as const },
      sentence: "State not known, so nothing else is counted: 2000 points",
    },
  ])("says: $sentence", ({ key, node, sentence }) => {
    expect(componentOf(score(node), key).sentence).toBe(sentence);
  });
});
