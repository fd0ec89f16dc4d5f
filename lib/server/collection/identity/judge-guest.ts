import "server-only";
import type { Guest } from "@/lib/inventory/snapshot";

/** A guest as the database knows it. */
export interface KnownGuest {
  readonly id: number;
  readonly vmid: number;
  /** Empty, or beginning with `seen=`, while PVE has told none. */
  readonly mark: string;
  readonly kind: string;
  readonly name: string | null;
  readonly firstSeenAtMs: number;
  readonly removed: boolean;
}

export type GuestVerdict = "same" | "same, with its mark now known" | "another";

/** PVE tells of a task a moment after the guest that it makes appears. */
const TASK_LAG_MS = 120_000;

/**
 * Whether the guest that a reading shows is the one known by its VMID, or another that took the number over.
 *
 * @param wasThere the reading before showed the guest too
 */
export function judgeGuest(known: KnownGuest, guest: Guest, wasThere: boolean, nowMs: number): GuestVerdict {
  if (known.kind !== guest.kind) return "another";
  const mark = guest.creationMark;
  if (mark === known.mark) return "same";
  const hasRealMark = known.mark !== "" && !known.mark.startsWith("seen=");
  if (mark === null) return known.removed && !hasRealMark && hasOtherName(known, guest) ? "another" : "same";
  if (mark.startsWith("created=")) {
    const isYoung = nowMs - known.firstSeenAtMs < TASK_LAG_MS;
    return isYoung && !hasRealMark ? "same, with its mark now known" : "another";
  }
  if (!hasRealMark) return "same, with its mark now known";
  // Rolling back to a snapshot makes a new vmgenid; a guest that never left is still itself.
  const isRollback =
    mark.startsWith("vmgenid=") && known.mark.startsWith("vmgenid=") && wasThere && !known.removed;
  return isRollback ? "same" : "another";
}

function hasOtherName(known: KnownGuest, guest: Guest): boolean {
  return known.name !== null && guest.name !== null && known.name !== guest.name;
}
