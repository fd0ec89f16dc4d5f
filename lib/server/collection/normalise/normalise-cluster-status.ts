import "server-only";
import type { FieldReader } from "./field-reader";

export interface ClusterStatus {
  /** Null for a standalone host. */
  readonly clusterName: string | null;
  readonly quorate: boolean | null;
  readonly nodes: readonly { readonly name: string; readonly online: boolean }[];
}

/** What `/cluster/status` says; a standalone host has no cluster row. */
export function normaliseClusterStatus(rows: readonly FieldReader[]): ClusterStatus {
  for (const row of rows)
    if (row.row.type !== "cluster" && row.row.type !== "node")
      row.problem("type", "the row is neither of the cluster nor of a node");
  const cluster = rows.find(({ row }) => row.type === "cluster");
  const nodes = rows
    .filter(({ row }) => row.type === "node")
    .flatMap((row) => {
      const name = row.text("name");
      return name === null ? [] : [{ name, online: row.flag("online") }];
    });
  return {
    clusterName: cluster?.text("name") ?? null,
    quorate: cluster?.row.quorate === undefined ? null : cluster.flag("quorate"),
    nodes,
  };
}
