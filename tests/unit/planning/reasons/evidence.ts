import { DEFAULT_COST_FACTORS } from "@/lib/planning/cost/cost-factors";
import { estimateMove, type MoveFigures } from "@/lib/planning/cost/estimate-move";
import type { MoveEvidence, NodeEvidence, NodeFigures } from "@/lib/planning/reasons/move-evidence";
import { GIB, guest, inputOf } from "../scenario-input";

export function nodeFigures(overrides: Partial<NodeFigures> = {}): NodeFigures {
  return {
    cpuFraction: 0.2,
    memoryFraction: 0.3,
    ioWaitFraction: 0,
    diskFraction: 0,
    score: 90,
    guests: 5,
    ...overrides,
  };
}

/** A node with a week of readings. */
export function nodeEvidence(
  name: string,
  before: Partial<NodeFigures>,
  after: Partial<NodeFigures>,
  overrides: Partial<NodeEvidence> = {},
): NodeEvidence {
  return {
    name,
    before: nodeFigures(before),
    after: nodeFigures(after),
    cpuThresholdFraction: 0.6,
    memoryThresholdFraction: 0.7,
    ioWaitThresholdFraction: 0.3,
    cpuDayFraction: before.cpuFraction ?? 0.2,
    memoryDayFraction: before.memoryFraction ?? 0.3,
    dayCoverage: 1,
    weekCoverage: 1,
    ...overrides,
  };
}

const USUAL: MoveFigures = {
  kind: "live",
  memoryBytes: 6 * GIB,
  dirtyBytesPerSecond: 0,
  localDiskBytes: 0,
  diskWriteBytesPerSecond: 0,
  bytesPerSecond: 125_000_000,
  managedByHa: false,
};

/** db1 leaves pve1, which is at 91 % CPU, for pve2. */
export function evidence(
  overrides: Partial<MoveEvidence> = {},
  figures: Partial<MoveFigures> = {},
): MoveEvidence {
  const [db1] = inputOf({ guests: [guest(100, "pve1", { name: "db1" })] }).snapshot.guests;
  if (!db1) throw new Error("the scenario has no guest");
  const carried = { ...USUAL, ...figures };
  return {
    guest: db1,
    need: "contention",
    subject: "pve1",
    rule: null,
    source: nodeEvidence("pve1", { cpuFraction: 0.91, score: 30 }, { cpuFraction: 0.72, score: 60 }),
    target: nodeEvidence("pve2", { cpuFraction: 0.2 }, { cpuFraction: 0.39, score: 88 }),
    figures: carried,
    cost: estimateMove(carried),
    costSpreadFraction: DEFAULT_COST_FACTORS.spreadFraction,
    benefitSeconds: 16_416,
    temporary: false,
    bundleSize: 1,
    ...overrides,
  };
}
