import "server-only";
import { prisma } from "@/lib/server/db/prisma";

const KEPT_DAYS = 90;

/** Advice older than three months goes, but never the newest of a cluster. */
export async function pruneRecommendations(nowMs: number): Promise<number> {
  return prisma.$executeRaw`
    DELETE FROM recommendation AS old
     WHERE old.checked_at < ${new Date(nowMs - KEPT_DAYS * 86_400_000)}
       AND EXISTS (SELECT 1 FROM recommendation AS newer
                    WHERE newer.cluster_id = old.cluster_id AND newer.created_at > old.created_at)`;
}
