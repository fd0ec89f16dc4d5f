import "server-only";
import type { InventoryEvent } from "@/lib/inventory/inventory-event";
import { recordEvents } from "@/lib/server/collection/record-events";
import { prisma } from "@/lib/server/db/prisma";
import { childLog } from "@/lib/server/log";

type Told = Pick<InventoryEvent, "kind" | "severity" | "message"> & {
  readonly details?: InventoryEvent["details"];
};

/** Puts what the engine did on the timeline of one cluster, or of all (null). What it did stands, whatever happens here. */
export async function tellEngineEvent(clusterId: string | null, event: Told): Promise<void> {
  try {
    const clusters = await prisma.cluster.findMany({
      where: { removedAt: null, ...(clusterId !== null && { id: clusterId }) },
      select: { id: true },
    });
    const whole: InventoryEvent = {
      atMs: Date.now(),
      node: null,
      vmid: null,
      guestObjectId: null,
      storage: null,
      details: {},
      ...event,
    };
    for (const { id } of clusters) await recordEvents(id, [whole]);
  } catch (error) {
    childLog("engine").warn({ err: error, kind: event.kind }, "an event is missing on the timeline");
  }
}
