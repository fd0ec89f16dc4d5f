import "server-only";
import { recordAudit } from "@/lib/server/audit/record-audit";
import { prisma } from "@/lib/server/db/prisma";
import { env } from "@/lib/server/env";
import { AppError } from "@/lib/server/http/app-error";
import { childLog } from "@/lib/server/log";
import { closeTransport } from "@/lib/server/proxmox/transport-registry";
import { seal, unseal } from "@/lib/server/secrets/seal";
import type { Prisma } from "@/prisma/generated/client";
import { announceCluster } from "./announce-cluster";
import { type ClusterWithEndpoints, WITH_ENDPOINTS } from "./cluster-row";
import { readDemoCluster, readEnvironmentClusters, type WantedCluster } from "./environment-clusters";
import { nameAfterRemoval } from "./name-after-removal";
import { removeDemo, retireDemo } from "./retire-demo";

const SYNCHRONISATION_LOCK = 7_311_804_226;

/**
 * Brings the clusters that the environment defines, and the demo, to what the environment says now: made, changed,
 * or removed (softly: with its variables, a cluster and its history come back). Called at start-up; safe to call
 * again and from several processes.
 */
export async function synchroniseEnvironmentClusters(): Promise<void> {
  const log = childLog("clusters");
  const { clusters, problems } = readEnvironmentClusters();
  for (const { sourceKey, sentence } of problems)
    log.error(`${sourceKey}_… in the environment cannot be used: ${sentence}`);
  const kept = new Set([
    ...clusters.map(({ sourceKey }) => sourceKey),
    ...problems.map(({ sourceKey }) => sourceKey),
  ]);
  await removeForgotten(kept);
  for (const wanted of clusters) await synchronise(wanted, "environment");
  await synchroniseDemo();
}

async function synchroniseDemo(): Promise<void> {
  const demo = readDemo();
  if (!demo) return removeDemo();
  const real = await prisma.cluster.count({ where: { source: { not: "demo" }, removedAt: null } });
  if (real > 0 && env.EVENKEEL_DEMO !== "on") return retireDemo();
  await synchronise(demo, "demo");
}

function readDemo(): WantedCluster | null {
  try {
    return readDemoCluster();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    childLog("clusters").error(`EVENKEEL_DEMO_… in the environment cannot be used: ${error.message}`);
    return null;
  }
}

async function removeForgotten(kept: ReadonlySet<string>): Promise<void> {
  const stored = await prisma.cluster.findMany({ where: { source: "environment", removedAt: null } });
  for (const { id, name, sourceKey } of stored) {
    if (sourceKey !== null && kept.has(sourceKey)) continue;
    await prisma.cluster.update({
      where: { id },
      data: { removedAt: new Date(), name: nameAfterRemoval(name, id) },
    });
    await finishChange(id, "cluster.remove", name, { sourceKey });
  }
}

async function synchronise(wanted: WantedCluster, source: "environment" | "demo"): Promise<void> {
  const change = await prisma.$transaction(async (transaction) => {
    await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${SYNCHRONISATION_LOCK})`;
    const known = await transaction.cluster.findUnique({
      where: { sourceKey: wanted.sourceKey },
      include: WITH_ENDPOINTS,
    });
    if (known && isAsWanted(known, wanted)) return null;
    const name = await freeName(transaction, wanted.name, known?.id ?? null);
    if (!known) {
      const { id } = await transaction.cluster.create({ data: { ...columnsOf(wanted, name), source } });
      return { id, name, action: "cluster.create" };
    }
    await transaction.clusterEndpoint.deleteMany({ where: { clusterId: known.id } });
    await transaction.cluster.update({
      where: { id: known.id },
      data: { ...columnsOf(wanted, name), removedAt: null },
    });
    return { id: known.id, name, action: "cluster.update" };
  });
  if (change) await finishChange(change.id, change.action, change.name, { sourceKey: wanted.sourceKey });
}

async function finishChange(
  id: string,
  action: string,
  name: string,
  details: Record<string, unknown>,
): Promise<void> {
  await closeTransport(id);
  await recordAudit({ viewer: null, action, target: `cluster:${name}`, details });
  await announceCluster(id, action === "cluster.remove" ? "stopped" : "changed");
}

function columnsOf({ sourceKey, connection }: WantedCluster, name: string) {
  return {
    name,
    sourceKey,
    tokenId: connection.tokenId,
    tokenSecretSealed: seal(connection.tokenSecret ?? ""),
    tlsPolicy: connection.tlsPolicy,
    caCertificate: connection.caCertificate,
    endpoints: { create: connection.endpoints.map((endpoint, position) => ({ ...endpoint, position })) },
  } satisfies Prisma.ClusterUpdateInput;
}

function isAsWanted(known: ClusterWithEndpoints, { name, connection }: WantedCluster): boolean {
  const endpoints = known.endpoints.map(({ host, port, fingerprint }) => ({ host, port, fingerprint }));
  return (
    known.removedAt === null &&
    (known.name === name || known.name.startsWith(`${name} (`)) &&
    known.tokenId === connection.tokenId &&
    known.tlsPolicy === connection.tlsPolicy &&
    JSON.stringify(endpoints) === JSON.stringify(connection.endpoints) &&
    openedSecret(known.tokenSecretSealed) === connection.tokenSecret
  );
}

/** Null when it was sealed with a key that is gone: it is sealed anew then. */
function openedSecret(sealed: string): string | null {
  try {
    return unseal(sealed);
  } catch {
    return null;
  }
}

/** The wanted name, or with a number behind it when another cluster bears it already. */
async function freeName(
  transaction: Prisma.TransactionClient,
  wanted: string,
  ownId: string | null,
): Promise<string> {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? wanted : `${wanted} (${number})`;
    const holder = await transaction.cluster.findUnique({ where: { name }, select: { id: true } });
    if (!holder || holder.id === ownId) return name;
  }
}
