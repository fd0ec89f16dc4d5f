import type { ClusterRow } from "@/lib/api/clusters";
import type { MoveRow } from "@/lib/api/moves";
import type { NodeRow } from "@/lib/api/nodes";
import { countOf } from "../format/format-count";

export interface WallProblem {
  readonly key: string;
  readonly tone: "bad" | "warn";
  readonly text: string;
  /** What it is about beside the text; null where that is enough. */
  readonly detail: string | null;
}

interface WallInput {
  readonly clusters: readonly ClusterRow[];
  readonly nodes: readonly NodeRow[];
  readonly moves: readonly MoveRow[];
}

/** From this share of all storage in use on, a cluster's storage is told. */
const FULL_FRACTION = 0.9;

/** What is wrong, the worst first: what cannot be seen, what is down, what is split, what is hot or under strain, what is full, what is not known. */
export function wallProblems({ clusters, nodes, moves }: WallInput): readonly WallProblem[] {
  return [
    ...clusters.flatMap(clusterProblems),
    ...nodes.filter(({ status }) => status !== "online").map(silentNode),
    ...nodes.filter(isHot).sort(byScore).map(hotNode),
    ...nodes.filter(isStrained).sort(byScore).map(strainedNode),
    ...clusters.flatMap(storageProblem),
    ...moves.filter(({ state }) => state === "unknown").map(unknownMove),
  ].sort((a, b) => Number(a.tone === "warn") - Number(b.tone === "warn"));
}

function clusterProblems({ id, name, paused, problem, quorate }: ClusterRow): readonly WallProblem[] {
  if (paused)
    return [
      { key: `paused ${id}`, tone: "warn", text: `${name} is paused`, detail: "Nothing is being read." },
    ];
  return [
    ...(problem
      ? [{ key: `read ${id}`, tone: "bad" as const, text: `${name} cannot be read`, detail: problem.message }]
      : []),
    ...(quorate === false
      ? [{ key: `quorum ${id}`, tone: "bad" as const, text: `${name} has lost quorum`, detail: null }]
      : []),
  ];
}

function silentNode({ clusterId, name, status, guestsTotal }: NodeRow): WallProblem {
  const detail = guestsTotal > 0 ? `${countOf(guestsTotal, "guest")} on it` : null;
  return { key: `node ${clusterId} ${name}`, tone: "bad", text: `${name} is ${status}`, detail };
}

function isHot({ status, verdict }: NodeRow): boolean {
  return status === "online" && (verdict === "poor" || verdict === "critical");
}

function hotNode({ clusterId, name, verdict, mainReason }: NodeRow): WallProblem {
  const tone = verdict === "critical" ? "bad" : "warn";
  return { key: `hot ${clusterId} ${name}`, tone, text: `${name} is hot`, detail: mainReason };
}

function isStrained({ status, verdict }: NodeRow): boolean {
  return status === "online" && verdict === "acceptable";
}

function strainedNode({ clusterId, name, mainReason }: NodeRow): WallProblem {
  const text = `${name} is under strain`;
  return { key: `strained ${clusterId} ${name}`, tone: "warn", text, detail: mainReason };
}

function storageProblem({
  id,
  name,
  storageUsedBytes,
  storageTotalBytes,
}: ClusterRow): readonly WallProblem[] {
  if (storageUsedBytes === null || !storageTotalBytes) return [];
  const fraction = storageUsedBytes / storageTotalBytes;
  if (fraction < FULL_FRACTION) return [];
  const text = `Storage of ${name} is ${Math.floor(fraction * 100)} % full`;
  return [{ key: `storage ${id}`, tone: "warn", text, detail: null }];
}

function unknownMove({ id, guestName, vmid, to }: MoveRow): WallProblem {
  const text = `What became of the move of ${guestName ?? vmid} to ${to} is not known`;
  return { key: `move ${id}`, tone: "bad", text, detail: "Somebody has to look." };
}

function byScore(a: NodeRow, b: NodeRow): number {
  return (a.suitabilityPercent ?? 0) - (b.suitabilityPercent ?? 0);
}
