import type { PlanChanges } from "@/lib/api/recommendations";

/** Whether a guest's move was not there, or went elsewhere, in the plan before. */
export function moveNews(vmid: number, { added, changed }: PlanChanges): "new" | "changed" | null {
  if (added.includes(vmid)) return "new";
  return changed.includes(vmid) ? "changed" : null;
}
