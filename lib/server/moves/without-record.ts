import "server-only";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";
import type { Move } from "@/prisma/generated/client";
import { noteTrouble, type StepOutcome } from "./executor-turn";
import { NO_RECORD } from "./judge-outcome";
import type { MoveTimings } from "./move-timings";
import { readGuestPlace } from "./pve/read-guest-place";
import { transitionMove } from "./transition-move";

const GONE =
  "Proxmox VE does not know the task any more: its record was removed, or the node was installed anew.";

/**
 * PVE says that there is no such task. A task that runs has a record, so what the guest shows is the outcome, unless a lock says that
 * something still works on it.
 *
 * @returns null while that is not certain yet
 * @throws PveError when it cannot be seen where the guest is
 */
export async function withoutRecord(
  transport: PveTransport,
  move: Move,
  { taskGoneMs, taskLostMs }: MoveTimings,
): Promise<StepOutcome | null> {
  const place = await readGuestPlace(transport, move.vmid);
  const isLocked = place?.lock === "migrate";
  const sentence = isLocked ? `${GONE} The guest is still locked (migrate) on ${place.node}.` : GONE;
  const troubleMs = await noteTrouble(move, sentence);
  if (troubleMs < (isLocked ? taskLostMs : taskGoneMs)) return null;
  await transitionMove({
    moveId: move.id,
    from: "running",
    to: "verifying",
    sentence: GONE,
    changes: { taskExit: NO_RECORD, taskEndedAt: new Date(), verifyingAt: new Date() },
  });
  return "on";
}
