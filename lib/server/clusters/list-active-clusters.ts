import "server-only";
import { prisma } from "@/lib/server/db/prisma";
import { readSettings } from "@/lib/server/settings/read-settings";
import { collectionSettingsFrom } from "@/lib/settings/collection-settings";

export interface ActiveCluster {
  readonly id: string;
  readonly intervalSeconds: number;
}

/** Clusters to be read: neither removed nor paused, with the interval that applies to each. */
export async function listActiveClusters(): Promise<readonly ActiveCluster[]> {
  const clusters = await prisma.cluster.findMany({
    where: { removedAt: null, pausedAt: null },
    select: { id: true, intervalSeconds: true },
    orderBy: { createdAt: "asc" },
  });
  return Promise.all(
    clusters.map(async ({ id, intervalSeconds }) => ({
      id,
      intervalSeconds: intervalSeconds ?? collectionSettingsFrom(await readSettings(id)).intervalSeconds,
    })),
  );
}
