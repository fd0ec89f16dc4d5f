import type { ClusterRow } from "@/lib/api/clusters";
import type { NodeRow } from "@/lib/api/nodes";
import { countOf } from "../format/format-count";

export interface OverviewSentence {
  readonly tone: "ok" | "warn" | "bad" | "off";
  readonly text: string;
  /** The nodes that the sentence is about, worst first. */
  readonly nodes: readonly NodeRow[];
}

/**
 * What is wrong, in one sentence: clusters that cannot be read, lost quorum, nodes that are down, hot nodes; else that all is well.
 */
export function overviewSentence(
  clusters: readonly ClusterRow[],
  nodes: readonly NodeRow[],
): OverviewSentence {
  const read = clusters.filter(({ paused }) => !paused);
  if (clusters.length === 0) return { tone: "off", text: "No cluster is connected yet.", nodes: [] };
  if (read.length === 0)
    return { tone: "off", text: `${namesOf(clusters)} paused: nothing is being read.`, nodes: [] };
  if (nodes.length === 0 && read.every(({ problem }) => problem === null)) {
    return { tone: "off", text: "Waiting for the first reading.", nodes: [] };
  }

  const broken = read.filter(({ problem }) => problem !== null);
  const splits = read.filter(({ quorate }) => quorate === false);
  const silent = nodes.filter(({ status }) => status !== "online");
  const hot = nodes.filter(isHot).sort(byScore);
  const strained = nodes.filter(isStrained).sort(byScore);
  const calm = nodes.length - silent.length - hot.length - strained.length;

  const parts = [
    ...broken.map(({ name, problem }) => `${name} cannot be read: ${withoutStop(problem?.message ?? "")}`),
    ...splits.map(({ name }) => `${name} has lost quorum`),
    ...(silent.length > 0
      ? [`${namesOf(silent)} ${silent.length === 1 ? "is" : "are"} ${statusOf(silent)}`]
      : []),
    ...namedParts(hot, "hot"),
    ...namedParts(strained, "under strain"),
  ];
  if (parts.length === 0) return { tone: "ok", text: calmText(nodes), nodes: [] };

  const rest = calm > 0 ? `; ${countOf(calm, "node")} comfortable` : "";
  const critical = broken.length > 0 || splits.length > 0 || silent.length > 0 || hot.some(isCritical);
  return {
    tone: critical ? "bad" : "warn",
    text: `${parts.join("; ")}${rest}.`,
    nodes: [...silent, ...hot, ...strained],
  };
}

/** The beginning of a reason, short enough for a sentence: `memory 91 % now`. */
export function shortReason(reason: string | null): string | null {
  if (reason === null) return null;
  const short = (reason.replace(/\s*\([^)]*\)/g, "").split(/[:,]/)[0] ?? reason).trim();
  return /^[A-Z]{2}/.test(short) ? short : short.charAt(0).toLowerCase() + short.slice(1);
}

function isHot({ status, verdict }: NodeRow): boolean {
  return status === "online" && (verdict === "poor" || verdict === "critical");
}

function isStrained({ status, verdict }: NodeRow): boolean {
  return status === "online" && verdict === "acceptable";
}

function byScore(a: NodeRow, b: NodeRow): number {
  return (a.suitabilityPercent ?? 0) - (b.suitabilityPercent ?? 0);
}

function isCritical({ verdict }: NodeRow): boolean {
  return verdict === "critical";
}

function namedParts(nodes: readonly NodeRow[], state: string): readonly string[] {
  if (nodes.length === 0) return [];
  const named = nodes.slice(0, 3).map(({ name, mainReason }) => {
    const reason = shortReason(mainReason);
    return reason ? `${name} (${reason})` : name;
  });
  const more = nodes.length > named.length ? ` and ${nodes.length - named.length} more` : "";
  return [`${listOf(named)}${more} ${nodes.length === 1 ? "is" : "are"} ${state}`];
}

function calmText(nodes: readonly NodeRow[]): string {
  if (nodes.length === 1) return `${nodes[0]?.name} is comfortable.`;
  return `All ${nodes.length} nodes are comfortable.`;
}

function statusOf(nodes: readonly NodeRow[]): string {
  return nodes.every(({ status }) => status === "offline") ? "offline" : "not answering";
}

function namesOf(rows: readonly { readonly name: string }[]): string {
  const names = rows.slice(0, 3).map(({ name }) => name);
  return rows.length > names.length
    ? `${names.join(", ")} and ${rows.length - names.length} more`
    : listOf(names);
}

function listOf(words: readonly string[]): string {
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, "");
}
