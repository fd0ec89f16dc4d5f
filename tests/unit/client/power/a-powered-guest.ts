import type { PowerTaskRow } from "@/lib/api/power";
import type { PoweredGuest } from "@/lib/client/power/power-words";

/** A running VM; tests name only what matters to them. */
export function aPoweredGuest(rest: Partial<PoweredGuest> = {}): PoweredGuest {
  return {
    clusterId: "c",
    vmid: 110,
    name: "web-01",
    kind: "qemu",
    node: "elm",
    template: false,
    status: "running",
    lock: null,
    haState: null,
    ...rest,
  };
}

/** Goes on; tests say what became of it. */
export function aPowerTask(vmid: number, rest: Partial<PowerTaskRow> = {}): PowerTaskRow {
  return {
    id: `task-${vmid}`,
    clusterId: "c",
    vmid,
    node: "elm",
    action: "shutdown",
    state: "running",
    requestedBy: "ada",
    requestedAtMs: 0,
    endedAtMs: null,
    upid: null,
    result: null,
    fix: null,
    trouble: null,
    ...rest,
  };
}
