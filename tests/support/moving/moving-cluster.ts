import type { MoveDetail } from "@/lib/api/moves";
import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import { createCluster } from "@/lib/server/clusters/create-cluster";
import { collectCluster } from "@/lib/server/collection/collect-cluster";
import { advanceMove } from "@/lib/server/moves/advance-move";
import { isFinal } from "@/lib/server/moves/move-states";
import type { MoveTimings } from "@/lib/server/moves/move-timings";
import { readMove } from "@/lib/server/moves/read-moves";
import { type MoveOrder, requestMove } from "@/lib/server/moves/request-move";
import { closeTransport } from "@/lib/server/proxmox/transport-registry";
import { updateSettings } from "@/lib/server/settings/update-settings";
import { aViewer } from "@/tests/support/a-viewer";
import { type AnswerDropper, startAnswerDropper } from "@/tests/support/moving/answer-dropper";
import { startTestSimulator, type TestSimulator } from "@/tests/support/simulator";

const GIB = 1024 ** 3;

/** Waits in a test: short where nothing real has to happen meanwhile, and patient where something has. */
export const QUICK: MoveTimings = {
  pollMs: 30,
  sliceMs: 2_000,
  intentValidMs: 10_000,
  holdMs: 400,
  preflightLimitMs: 20_000,
  lookupLimitMs: 2_500,
  taskLostMs: 2_500,
  taskGoneMs: 500,
  haQueueMs: 20_000,
  verifyMs: 20_000,
  readingMaxAgeMs: 60_000,
  leaseMs: 1_000,
};

/** Three nodes and guests of every kind that can be moved, on nodes that are fast enough for a test. */
export function aMovingCluster(overrides: Partial<ScenarioInput> = {}): ScenarioInput {
  return {
    version: 1,
    name: "moving",
    pve: "9.1",
    clock: new Date().toISOString(),
    nodes: ["pve1", "pve2", "pve3"].map((name) => ({
      name,
      cores: 16,
      memory: 64 * GIB,
      migrationBandwidth: GIB / 4,
    })),
    storages: [
      { id: "ceph", type: "rbd", shared: true, content: ["images", "rootdir"], total: 1024 * GIB, used: GIB },
      { id: "local-lvm", type: "lvmthin", content: ["images", "rootdir"], total: 500 * GIB },
    ],
    guests: [
      vm(100, "ceph"),
      vm(101, "local-lvm"),
      { ...vm(102, "ceph"), status: "stopped" },
      vm(103, "ceph"),
      vm(104, "ceph"),
      {
        vmid: 120,
        name: "ct",
        type: "lxc",
        node: "pve1",
        cores: 1,
        memory: GIB,
        memoryUsed: GIB / 2,
        disks: [{ key: "rootfs", storage: "ceph", size: 4 * GIB }],
      },
      { ...vm(130, "ceph"), ha: { state: "started" } },
    ],
    ...overrides,
  };
}

function vm(vmid: number, storage: string) {
  return {
    vmid,
    name: `vm${vmid}`,
    node: "pve1",
    cores: 1,
    memory: 2 * GIB,
    memoryUsed: GIB,
    disks: [{ key: "scsi0", storage, size: 4 * GIB }],
  };
}

export interface MovingCluster {
  readonly clusterId: string;
  readonly simulator: TestSimulator;
  readonly proxy: AnswerDropper;
  readonly request: (vmid: number, target: string, rest?: Partial<MoveOrder>) => Promise<MoveDetail>;
  /** Carries a move out until it ends, waits for a slot, or `until` says so. */
  readonly drive: (
    moveId: string,
    options?: { timings?: Partial<MoveTimings>; until?: (move: MoveDetail) => boolean },
  ) => Promise<MoveDetail>;
  readonly collect: () => Promise<void>;
  readonly nodeOf: (vmid: number) => string | undefined;
  /** Migrate requests that the cluster was sent. */
  readonly migrateCalls: () => number;
  readonly stop: () => Promise<void>;
}

/** A connected and read cluster whose time runs `speed` times as fast as ours. */
export async function startMovingCluster(
  overrides: Partial<ScenarioInput> = {},
  { speed = 10 }: { speed?: number } = {},
): Promise<MovingCluster> {
  const simulator = await startTestSimulator(aMovingCluster(overrides), { speed });
  const proxy = await startAnswerDropper(simulator.port);
  const { id: clusterId } = await createCluster(aViewer(), {
    name: `moving ${simulator.port}`,
    endpoints: [{ host: "127.0.0.1", port: proxy.port, fingerprint: proxy.fingerprint }],
    tokenId: simulator.tokenId,
    tokenSecret: simulator.tokenSecret,
    tlsPolicy: "fingerprint",
    caCertificate: null,
    intervalSeconds: 10,
    paused: false,
  });
  // Looks follow each other faster than outside a test: the calls of a minute would be used up in the middle of one.
  const values = { "collection.callsPerMinute": 10_000 };
  await updateSettings(aViewer({ role: "admin" }), { cluster: clusterId, values });
  const collect = async () => {
    const { outcome, problem } = await collectCluster(clusterId, { force: true });
    if (outcome !== "stored") throw new Error(`the reading ended as ${outcome}: ${problem ?? ""}`);
  };
  await collect();
  return {
    clusterId,
    simulator,
    proxy,
    collect,
    request: (vmid, target, rest = {}) =>
      requestMove(aViewer({ role: "operator" }), { clusterId, vmid, target, source: "manual", ...rest }),
    drive: (moveId, options) => drive(moveId, options),
    nodeOf: (vmid) => simulator.state().guests?.find((guest) => guest.vmid === vmid)?.node,
    migrateCalls: () =>
      Object.entries(simulator.calls().calls)
        .filter(([call]) => /^POST .*\/migrate$/.test(call))
        .reduce((sum, [, count]) => sum + count, 0),
    stop: async () => {
      await closeTransport(clusterId);
      await proxy.stop();
      await simulator.stop();
    },
  };
}

async function drive(
  moveId: string,
  { timings = {}, until = () => false }: Parameters<MovingCluster["drive"]>[1] = {},
): Promise<MoveDetail> {
  const endMs = Date.now() + 50_000;
  for (;;) {
    const { ended, pauseMs } = await advanceMove(moveId, "test", { ...QUICK, ...timings });
    const move = await readMove(moveId);
    // Another executor's lease has to run out first where that one was killed.
    const isOver = ended && (isFinal(move.state) || move.state === "waiting" || move.state === "unknown");
    if (isOver || until(move)) return move;
    if (Date.now() > endMs) throw new Error(`the move is still ${move.state}: ${move.trouble ?? ""}`);
    await new Promise((resolve) => setTimeout(resolve, Math.min(pauseMs, 100)));
  }
}
