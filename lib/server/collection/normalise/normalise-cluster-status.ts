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
