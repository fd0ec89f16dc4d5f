import "server-only";
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { ConnectionTest, clusterTestInput } from "@/lib/api/clusters";
import type { Viewer } from "@/lib/server/auth/viewer";
import { isRow, readRows } from "@/lib/server/collection/normalise/field-reader";
import { normaliseClusterStatus } from "@/lib/server/collection/normalise/normalise-cluster-status";
import { Problems } from "@/lib/server/collection/normalise/problems";
import { createTransport } from "@/lib/server/proxmox/create-transport";
import { probeCertificate } from "@/lib/server/proxmox/probe-certificate";
import { proxmoxClient } from "@/lib/server/proxmox/proxmox-client";
import type { PveConnection } from "@/lib/server/proxmox/pve-connection";
import { PveError } from "@/lib/server/proxmox/pve-error";
import { plainPveVersion } from "@/lib/server/proxmox/pve-version";
import { type ValidConnection, validateConnection } from "./connection-input";
import { connectionProblemOf } from "./connection-problem-of";
import { findConnection } from "./find-connection";
import { findOwnCluster } from "./find-own-cluster";
import { requireClusterAdmin } from "./require-cluster-admin";
import { refuseToLendSecret } from "./update-cluster";

const TEST_TIMEOUT_MS = 15_000;

/**
 * Tries a connection without storing it. Every endpoint is tried; the first that fails is what the answer tells. An
 * unreachable host is an answer, not an error.
 */
export async function testConnection(
  viewer: Viewer,
  input: z.output<typeof clusterTestInput>,
): Promise<ConnectionTest> {
  requireClusterAdmin(viewer);
  const connection = validateConnection(input, {
    hasStoredSecret: input.clusterId !== undefined,
    needsFingerprint: false,
  });
  const tokenSecret = connection.tokenSecret ?? (await storedSecret(input.clusterId, connection));
  const whole: PveConnection = { ...connection, id: `test-${randomUUID()}`, name: input.name, tokenSecret };
  const tests: ConnectionTest[] = [];
  for (const endpoint of whole.endpoints) tests.push(await testEndpoint({ ...whole, endpoints: [endpoint] }));
  return tests.find(({ ok }) => !ok) ?? tests[0] ?? { ...NOTHING_FOUND, problem: null };
}

const NOTHING_FOUND: Omit<ConnectionTest, "problem"> = {
  ok: false,
  pveVersion: null,
  clusterName: null,
  nodes: [],
  fingerprint: null,
  certificateTrustedBySystem: null,
};

async function testEndpoint(connection: PveConnection): Promise<ConnectionTest> {
  const [endpoint] = connection.endpoints;
  if (!endpoint) return { ...NOTHING_FOUND, problem: null };
  const probe = await probeCertificate(endpoint);
  if (probe instanceof PveError) return { ...NOTHING_FOUND, problem: connectionProblemOf(probe, Date.now()) };
  const shown = { fingerprint: probe.fingerprint, certificateTrustedBySystem: probe.trusted };
  const transport = createTransport(connection);
  try {
    return { ...shown, ...(await askForCluster(connection, transport)) };
  } catch (error) {
    if (!(error instanceof PveError)) throw error;
    return { ...NOTHING_FOUND, ...shown, problem: connectionProblemOf(error, Date.now()) };
  } finally {
    await transport.close();
  }
}

async function askForCluster(
  { name }: PveConnection,
  transport: ReturnType<typeof createTransport>,
): Promise<Omit<ConnectionTest, "fingerprint" | "certificateTrustedBySystem">> {
  const api = proxmoxClient(transport, { signal: AbortSignal.timeout(TEST_TIMEOUT_MS) });
  const version: unknown = await api.version.$get();
  const status: unknown = await api.cluster.status.$get();
  const problems = new Problems();
  const { clusterName, nodes } = normaliseClusterStatus(readRows(status, "/cluster/status", problems));
  const text = isRow(version) ? version.version : null;
  if (typeof text !== "string" || nodes.length === 0)
    throw new PveError("not_proxmox", `${name} answers, but tells neither its version nor its nodes.`, {
      endpoint: name,
    });
  return {
    ok: true,
    pveVersion: plainPveVersion(text) ?? text.slice(0, 40),
    clusterName,
    nodes: nodes.map((node) => node.name),
    problem: null,
  };
}

async function storedSecret(clusterId: string | undefined, connection: ValidConnection): Promise<string> {
  if (clusterId === undefined) return "";
  const known = await findOwnCluster(clusterId);
  refuseToLendSecret(known, connection);
  return (await findConnection(clusterId))?.connection.tokenSecret ?? "";
}
