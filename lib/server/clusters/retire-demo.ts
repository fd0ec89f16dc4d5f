import "server-only";
import { recordAudit } from "@/lib/server/audit/record-audit";
import { prisma } from "@/lib/server/db/prisma";
import { env } from "@/lib/server/env";
import { announceCluster } from "./announce-cluster";
import { nameAfterRemoval } from "./name-after-removal";

/** Takes the demo off the pages once a real cluster is connected, unless `EVENKEEL_DEMO=on` keeps it. */
export async function retireDemo(): Promise<void> {
  if (env.EVENKEEL_DEMO === "on") return;
  const real = await prisma.cluster.count({ where: { source: { not: "demo" }, removedAt: null } });
  if (real > 0) await removeDemo();
}

/** Takes the demo off the pages; its history stays and comes back with it. */
export async function removeDemo(): Promise<void> {
  const demos = await prisma.cluster.findMany({ where: { source: "demo", removedAt: null } });
  for (const { id, name } of demos) {
    await prisma.cluster.update({
      where: { id },
      data: { removedAt: new Date(), name: nameAfterRemoval(name, id) },
    });
    await recordAudit({
      viewer: null,
      action: "cluster.remove",
      target: `cluster:${name}`,
      details: { source: "demo" },
    });
    await announceCluster(id, "stopped");
  }
}
