import "server-only";
import type { HaRule, HaService } from "@/lib/inventory/cluster-extras";
import { type FieldReader, isRow } from "./field-reader";

/** Services out of `/cluster/ha/resources`. */
export function normaliseHaServices(rows: readonly FieldReader[]): readonly HaService[] {
  return rows
    .flatMap((row) => {
      const sid = row.text("sid");
      const vmid = vmidOf(sid ?? "");
      if (sid === null || vmid === null) return row.problem("sid", "it names no guest") ?? [];
      return [
        {
          sid,
          vmid,
          state: row.text("state") ?? "started",
          group: row.text("group"),
          maxRestart: row.quantity("max_restart"),
          maxRelocate: row.quantity("max_relocate"),
          autoRebalance: row.holds("auto-rebalance") ? row.flag("auto-rebalance") : null,
        },
      ];
    })
    .sort((a, b) => a.vmid - b.vmid);
}

/** Rules out of `/cluster/ha/rules`, of PVE 9 and later. */
export function normaliseHaRules(rows: readonly FieldReader[]): readonly HaRule[] {
  return rows
    .flatMap((row) => {
      const id = row.text("rule");
      const kind = kindOf(row);
      if (id === null || kind === null) return row.problem("type", "it is no known kind of rule") ?? [];
      return [
        {
          id,
          kind,
          vmids: vmidsOf(row),
          nodes: nodesOf(row),
          strict: kind === "node-affinity" ? row.flag("strict") : true,
          enabled: !row.flag("disable"),
          error: errorOf(row.row.errors),
        },
      ];
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Groups of PVE 8 as the node affinities that they are; those without a service do nothing. */
export function rulesFromGroups(
  rows: readonly FieldReader[],
  services: readonly HaService[],
): readonly HaRule[] {
  return rows.flatMap((row) => {
    const id = row.text("group");
    const vmids = services.filter(({ group }) => group !== null && group === id).map(({ vmid }) => vmid);
    if (id === null || vmids.length === 0) return [];
    return [
      {
        id,
        kind: "node-affinity" as const,
        vmids,
        nodes: nodesOf(row),
        strict: row.flag("restricted"),
        enabled: true,
        error: null,
      },
    ];
  });
}

function kindOf(row: FieldReader): HaRule["kind"] | null {
  const type = row.text("type");
  if (type === "node-affinity") return type;
  if (type !== "resource-affinity") return null;
  return row.text("affinity") === "negative" ? "keep-apart" : "keep-together";
}

function vmidsOf(row: FieldReader): readonly number[] {
  return (row.text("resources") ?? "").split(",").flatMap((sid) => {
    const vmid = vmidOf(sid.trim());
    return vmid === null ? [] : [vmid];
  });
}

function nodesOf(row: FieldReader): HaRule["nodes"] {
  return (row.text("nodes") ?? "").split(",").flatMap((text) => {
    const [name = "", priority = "0"] = text.trim().split(":");
    return name === "" ? [] : [{ name, priority: Number(priority) || 0 }];
  });
}

function errorOf(errors: unknown): string | null {
  if (typeof errors === "string") return errors.trim() || null;
  if (!isRow(errors)) return null;
  return (
    Object.entries(errors)
      .map(([field, text]) => `${field}: ${typeof text === "string" ? text.trim() : JSON.stringify(text)}`)
      .join("; ")
      .slice(0, 500) || null
  );
}

function vmidOf(sid: string): number | null {
  const vmid = /^(?:vm|ct):([1-9]\d{2,8})$/.exec(sid)?.[1];
  return vmid === undefined ? null : Number(vmid);
}
