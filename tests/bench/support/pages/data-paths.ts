import type { BrowserContext } from "@playwright/test";
import {
  AUTOMATION_ADDRESS,
  automationRunsAddress,
  ENGINE_ADDRESS,
  guestPowerAddress,
  MAINTENANCE_ADDRESS,
  maintenanceHistoryAddress,
} from "@/lib/client/http/acting-addresses";
import * as address from "@/lib/client/http/api-addresses";

const NODE_METRICS = [
  ...["cpuFraction", "ioWaitFraction", "memoryUsedBytes", "swapUsedBytes", "loadAverageOneMinute"],
  ...["netInBytesPerSecond", "netOutBytesPerSecond", "pressureCpuSomeFraction", "pressureIoSomeFraction"],
  ...["pressureMemorySomeFraction", "penaltyPoints"],
].join(",");
const GUEST_METRICS = [
  ...["cpuFraction", "memoryUsedBytes", "memoryHostBytes", "diskReadBytesPerSecond"],
  ...["diskWriteBytesPerSecond", "netInBytesPerSecond", "netOutBytesPerSecond"],
].join(",");
/** As many objects as Overview asks for at a time. */
const CHUNK = 32;

interface Known {
  readonly clusterId: string;
  readonly vmid: number;
  readonly node: string;
  readonly objectId: number;
  readonly nodes: readonly { readonly name: string; readonly objectId: number }[];
  readonly storages: readonly { readonly objectId: number }[];
  readonly runId: string | null;
  readonly recommendationId: string | null;
}

export interface DataPaths {
  /** Answered from what is stored. */
  readonly stored: readonly string[];
  /** Answered after Proxmox VE was asked: how long that takes is told, not judged. */
  readonly asked: readonly string[];
}

/** Everything that a page reads from the API, as it reads it, on a product of which only a cluster is known. */
export async function dataPaths(context: BrowserContext, origin: string): Promise<DataPaths> {
  const known = await findKnown(context, origin);
  const { clusterId: cluster, vmid, node, nodes } = known;
  const target = nodes.find(({ name }) => name !== node)?.name ?? node;
  return {
    stored: [...listPaths(cluster), ...clusterPaths(known), ...placePaths(known), ...seriesPaths(known)],
    asked: [
      address.doctorAddress(cluster),
      address.movePreflightAddress({ cluster, vmid: String(vmid), target }),
    ],
  };
}

function listPaths(cluster: string): readonly string[] {
  return [
    ...["session", "guests", "guests?limit=2000", "nodes", "clusters"].map((name) => `/api/v1/${name}`),
    address.eventsAddress({ limit: "60" }),
    address.eventsAddress({ limit: "500" }),
    address.clusterLogAddress({ limit: "500" }),
    address.tasksAddress({ limit: "500" }),
    address.logsAddress({ limit: "500" }),
    address.movesAddress({ state: "active", limit: "200" }),
    address.movesAddress({ limit: "50" }),
    address.plansAddress({}),
    AUTOMATION_ADDRESS,
    automationRunsAddress({ cluster, limit: "20" }),
    MAINTENANCE_ADDRESS,
    maintenanceHistoryAddress({ limit: "20" }),
    ENGINE_ADDRESS,
    address.JOB_RUNNER_ADDRESS,
    address.JOB_FUNCTIONS_ADDRESS,
    address.jobRunsAddress({ limit: "50" }),
    address.PERFORMANCE_ADDRESS,
    address.CONNECTIONS_ADDRESS,
    address.CONNECTION_ACTIVITY_ADDRESS,
    address.SETTINGS_ADDRESS,
    address.clusterSettingsAddress({ cluster }),
    address.usersAddress(null),
    address.sessionsAddress(null),
    address.viewsAddress({ page: "guests" }),
    "/api/v1/audit",
    "/api/v1/audit/chain",
  ];
}

function clusterPaths({ clusterId, recommendationId }: Known): readonly string[] {
  return [
    address.clustersAddress(clusterId),
    `${address.clustersAddress(clusterId)}/connection`,
    address.clusterDetailAddress(clusterId),
    address.clusterLogAddress({ cluster: clusterId, limit: "50" }),
    address.rulesAddress(clusterId),
    address.effectiveRulesAddress(clusterId),
    address.nodePoliciesAddress(clusterId),
    address.scorePreviewAddress(clusterId, {
      settings: JSON.stringify({ "scoring.suitability.halfPoints": 60 }),
    }),
    address.recommendationAddress(clusterId),
    address.recommendationHistoryAddress(clusterId, 50),
    ...(recommendationId === null
      ? []
      : [
          address.recommendationAddress(clusterId, recommendationId),
          address.feedbackAddress(clusterId, recommendationId),
        ]),
  ];
}

function placePaths({ clusterId: cluster, vmid, node, runId }: Known): readonly string[] {
  return [
    address.nodeDetailAddress(cluster, node),
    address.eventsAddress({ cluster, node, limit: "100" }),
    address.guestDetailAddress(cluster, vmid),
    address.eventsAddress({ cluster, vmid: String(vmid), limit: "100" }),
    guestPowerAddress(cluster, vmid),
    address.migrationOptionsAddress(cluster, vmid),
    ...(runId === null ? [] : [address.jobRunDetailAddress(runId)]),
  ];
}

function seriesPaths({ objectId, nodes, storages }: Known): readonly string[] {
  const first = (objects: readonly { readonly objectId: number }[]) =>
    objects
      .slice(0, CHUNK)
      .map((one) => one.objectId)
      .join(",");
  const day = { range: "24h", points: "96" };
  return [
    address.seriesAddress({
      ...{ kind: "guest", objects: String(objectId), metrics: GUEST_METRICS },
      ...{ range: "24h", points: "400" },
    }),
    address.seriesAddress({
      ...{ kind: "node", objects: String(nodes[0]?.objectId ?? 0), metrics: NODE_METRICS },
      ...{ range: "24h", points: "400" },
    }),
    address.seriesAddress({
      ...{ kind: "node", objects: first(nodes), metrics: "cpuFraction,memoryUsedBytes,penaltyPoints" },
      ...day,
    }),
    ...(storages.length === 0
      ? []
      : [
          address.seriesAddress({
            ...{ kind: "storage", objects: first(storages), metrics: "usedBytes,totalBytes" },
            ...day,
          }),
        ]),
  ];
}

async function findKnown(context: BrowserContext, origin: string): Promise<Known> {
  const read = async <Data>(path: string): Promise<Data> => {
    const answer = await context.request.get(`${origin}${path}`);
    return ((await answer.json()) as { data: Data }).data;
  };
  const [guest] =
    await read<readonly Pick<Known, "clusterId" | "vmid" | "node" | "objectId">[]>("/api/v1/guests?limit=1");
  if (!guest) throw new Error("no guest is known");
  const { clusterId, vmid, node, objectId } = guest;
  const { storages } = await read<Pick<Known, "storages">>(address.clusterDetailAddress(clusterId));
  const advice = await read<{ readonly id: string } | null>(address.recommendationAddress(clusterId));
  const [run] = await read<readonly { readonly id: string }[]>(address.jobRunsAddress({ limit: "1" }));
  return {
    ...{ clusterId, vmid, node, objectId, storages },
    nodes: await read<Known["nodes"]>("/api/v1/nodes"),
    recommendationId: advice?.id ?? null,
    runId: run?.id ?? null,
  };
}
