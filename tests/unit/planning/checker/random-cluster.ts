import fc from "fast-check";
import type { ScenarioInput } from "@/lib/inventory/scenario/scenario";
import { GIB, guest, node } from "../scenario-input";

/** A cluster of two to five nodes, of which the first is busier than the others, with rules and now and then a node to be emptied. */
export const anyCluster: fc.Arbitrary<ScenarioInput> = fc
  .record({
    nodes: fc.integer({ min: 2, max: 5 }),
    guests: fc.array(
      fc.record({
        place: fc.double({ min: 0, max: 0.999, noNaN: true }),
        cores: fc.integer({ min: 1, max: 8 }),
        busy: fc.double({ min: 0, max: 1, noNaN: true }),
        memoryGib: fc.integer({ min: 1, max: 24 }),
        used: fc.double({ min: 0.1, max: 1, noNaN: true }),
        type: fc.constantFrom("qemu" as const, "lxc" as const),
        status: fc.constantFrom(
          "running" as const,
          "running" as const,
          "running" as const,
          "stopped" as const,
        ),
        disk: fc.constantFrom(null, "ceph", "local"),
      }),
      { minLength: 2, maxLength: 16 },
    ),
    rules: fc.array(
      fc.record({
        kind: fc.constantFrom("anti-affinity" as const, "affinity" as const, "pin" as const),
        strict: fc.boolean(),
        guests: fc.uniqueArray(fc.integer({ min: 100, max: 115 }), { minLength: 2, maxLength: 3 }),
        nodes: fc.uniqueArray(fc.constantFrom("pve1", "pve2"), { minLength: 1 }),
      }),
      { maxLength: 2 },
    ),
    emptied: fc.boolean(),
  })
  .map(({ nodes, guests, rules, emptied }) => ({
    nodes: Array.from({ length: nodes }, (_, index) => node(`pve${index + 1}`, { baseCpu: 0.02 })),
    storages: [
      { id: "ceph", type: "rbd", total: 10_000 * GIB },
      { id: "local", type: "dir", total: 2_000 * GIB },
    ],
    guests: guests.map((one, index) =>
      // The square puts more guests on the first nodes.
      guest(100 + index, `pve${1 + Math.floor(one.place ** 2 * nodes)}`, {
        type: one.type,
        status: one.status,
        cores: one.cores,
        cpuUsed: one.cores * one.busy,
        memory: one.memoryGib * GIB,
        memoryUsed: Math.round(one.memoryGib * GIB * one.used),
        disks: one.disk
          ? [{ key: one.type === "lxc" ? "rootfs" : "scsi0", storage: one.disk, size: 20 * GIB }]
          : [],
      }),
    ),
    rules: rules.map((rule, index) => ({
      ...rule,
      id: `rule${index}`,
      nodes: rule.kind === "pin" ? rule.nodes : [],
    })),
    evacuate: emptied ? ["pve1"] : [],
  }));
