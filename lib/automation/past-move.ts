/**
 * A move that PVE was asked for and that has ended, whoever asked: automation, a plan, a person here or in PVE's own pages, HA. Only
 * moves of the guest that has the VMID now belong here, not those of one that had it before.
 */
export interface PastMove {
  readonly vmid: number;
  readonly from: string;
  readonly to: string;
  readonly endedAtMs: number;
  /** `moved`: the guest arrived, whatever the task said. `unknown` is never taken for a success. */
  readonly outcome: "moved" | "failed" | "cancelled" | "unknown";
}
