import type { AutomationRunDetail } from "@/lib/api/automation";
import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import { advanceRun } from "@/lib/server/automation/advance-run";
import { readRunDetail } from "@/lib/server/automation/read-runs";
import { requestRun } from "@/lib/server/automation/request-run";
import { prisma } from "@/lib/server/db/prisma";
import { advanceMove } from "@/lib/server/moves/advance-move";
import { FINAL_STATES } from "@/lib/server/moves/move-states";
import { updateSettings } from "@/lib/server/settings/update-settings";
import { aViewer } from "@/tests/support/a-viewer";
import { type MovingCluster, QUICK, startMovingCluster } from "@/tests/support/moving/moving-cluster";

const GIB = 1024 ** 3;

/** Everything that would only make a test wait is off; each test switches on what it is about. */
const CALM = {
  "automation.enabled": true,
  "automation.dryRun": false,
  "automation.maxMovesPerRun": 2,
  "automation.minConfidence": 0,
  "automation.maxRisk": 100,
  "automation.observationRounds": 1,
  "automation.freezeMinutes": 0,
};

export interface AutomatedCluster extends MovingCluster {
  readonly set: (values: Values) => Promise<void>;
  /** Begins a run that a person asks for. */
  readonly begin: (dryRun?: boolean) => Promise<string>;
  /** Takes a run one step further, without its moves. */
  readonly step: (runId: string) => Promise<void>;
  /** Takes a run and its moves to their end, or until `until` says so. */
  readonly finish: (
    runId: string,
    until?: (run: AutomationRunDetail) => boolean,
  ) => Promise<AutomationRunDetail>;
}

type Values = Record<string, string | number | boolean>;

type Peculiarities = Pick<ScenarioInput, "pve" | "options"> & {
  /** What the guest of this index is besides. */
  readonly guest?: (index: number) => Partial<NonNullable<ScenarioInput["guests"]>[number]>;
};

/** Eight equal guests on the first of three nodes: there is something to relieve, and always more than a run may do. */
export async function startAutomatedCluster(
  values: Values = {},
  { guest = () => ({}), ...scenario }: Peculiarities = {},
): Promise<AutomatedCluster> {
  const cluster = await startMovingCluster({
    ...scenario,
    guests: Array.from({ length: 8 }, (_, index) => ({
      vmid: 100 + index,
      name: `vm${100 + index}`,
      node: "pve1",
      cores: 4,
      cpuUsed: 1.9,
      memory: 4 * GIB,
      memoryUsed: 2 * GIB,
      disks: [{ key: "scsi0", storage: "ceph", size: 4 * GIB }],
      ...guest(index),
    })),
  });
  const { clusterId } = cluster;
  const set = async (changes: Values) => {
    await updateSettings(aViewer({ role: "admin" }), { cluster: clusterId, values: changes });
  };
  await set({ ...CALM, ...values });
  return {
    ...cluster,
    set,
    begin: async (dryRun = false) =>
      (await requestRun(aViewer({ role: "operator" }), { clusterId, dryRun })).id,
    step: async (runId) => {
      await advanceRun(runId, { sliceMs: 0, pollMs: 0 });
    },
    finish: (runId, until) => finish(runId, until),
  };
}

async function finish(
  runId: string,
  until: (run: AutomationRunDetail) => boolean = () => false,
): Promise<AutomationRunDetail> {
  const endMs = Date.now() + 100_000;
  for (;;) {
    await advanceRun(runId, { sliceMs: 0, pollMs: 0 });
    const run = await readRunDetail(runId);
    if (run.endedAtMs !== null || until(run)) return run;
    if (Date.now() > endMs) throw new Error(`the run has not ended: ${run.sentence}`);
    const active = await prisma.move.findMany({
      where: { batchId: runId, state: { notIn: [...FINAL_STATES, "unknown"] } },
      select: { id: true },
    });
    for (const { id } of active) await advanceMove(id, "test", { ...QUICK, sliceMs: 200 });
  }
}
