import "server-only";
import type { DoctorReport } from "@/lib/api/doctor";
import type { ClusterFacts } from "@/lib/inventory/doctor/concern";
import { findConcerns } from "@/lib/inventory/doctor/find-concerns";
import { grantAllLines } from "@/lib/inventory/doctor/grant-lines";
import { type JudgedPrivilege, judgePrivileges } from "@/lib/inventory/doctor/judge-privileges";
import type { Viewer } from "@/lib/server/auth/viewer";
import { AppError } from "@/lib/server/http/app-error";
import { readSnapshot } from "@/lib/server/live/read-snapshot";
import { PveError } from "@/lib/server/proxmox/pve-error";
import { parsePveVersion } from "@/lib/server/proxmox/pve-version";
import { transportFor } from "@/lib/server/proxmox/transport-registry";
import { UnsealError } from "@/lib/server/secrets/seal";
import { readSettings } from "@/lib/server/settings/read-settings";
import { collectionSettingsFrom } from "@/lib/settings/collection-settings";
import { examineCluster } from "./doctor/examine-cluster";
import { type EndpointExamination, examineEndpoint } from "./doctor/examine-endpoint";
import { examineToken, type TokenExamination } from "./doctor/examine-token";
import { findConnection, type StoredConnection } from "./find-connection";
import { requireClusterAdmin } from "./require-cluster-admin";

/** Releases before this one are not told apart; a cluster that does not answer is taken for it. */
const NEWEST_MAJOR = 9;

/**
 * Examines a connection: every endpoint for itself, the token's rights against what Evenkeel can use, and what of the
 * cluster's state matters to a balancer. Whatever does not answer is a finding, not an error. Its calls count against
 * the connection's budget.
 */
export async function diagnoseCluster(viewer: Viewer, clusterId: string): Promise<DoctorReport> {
  requireClusterAdmin(viewer);
  const { connection } = await openConnection(clusterId);
  const limits = collectionSettingsFrom(await readSettings(clusterId));
  const transport = transportFor(connection, {
    callsPerMinute: limits.callsPerMinute,
    parallelCallsPerNode: limits.parallelRequestsPerNode,
  });
  const checkedAtMs = Date.now();
  const endpoints = await Promise.all(
    connection.endpoints.map((endpoint) => examineEndpoint(transport, endpoint, checkedAtMs)),
  );
  const token = await examineToken(transport, connection.tokenId);
  const status = endpoints.find((endpoint) => endpoint.status !== null)?.status ?? null;
  const online = status?.nodes.filter((node) => node.online).map(({ name }) => name) ?? [];
  const cluster = await examineCluster(transport, online);
  const known = (await readSnapshot(clusterId))?.snapshot ?? null;
  // As the last reading found them: asking every node again would cost a call each.
  const versions = new Map(known?.nodes.map((node) => [node.name, node.pveVersion]));
  const pveVersion = endpoints.find(({ shown }) => shown.pveVersion)?.shown.pveVersion ?? null;
  const major = parsePveVersion(pveVersion)?.major ?? NEWEST_MAJOR;
  const permissions = token.permissions instanceof PveError ? null : token.permissions;
  const privileges = permissions
    ? judgePrivileges({ permissions, userPermissions: token.userPermissions, token: token.token, major })
    : null;
  const facts: ClusterFacts = {
    checkedAtMs,
    tlsPolicy: connection.tlsPolicy,
    endpoints: endpoints.map(({ examined }) => examined),
    quorate: status?.quorate ?? null,
    nodes:
      status?.nodes.map(({ name, online: isOnline }) => ({
        name,
        online: isOnline,
        pveVersion: versions.get(name) ?? null,
        clockOffsetMs: cluster.clockOffsets.get(name) ?? null,
      })) ?? [],
    haServices: cluster.haServices,
    ignoredRules: (known?.highAvailability?.rules ?? []).flatMap(({ id, error }) =>
      error === null ? [] : [{ id, error }],
    ),
    balancer: cluster.balancer,
    token: token.token,
    permissions,
    major,
  };
  return {
    clusterId,
    name: connection.name,
    checkedAtMs,
    pveVersion,
    tokenId: connection.tokenId,
    privilegeSeparation: token.token.privilegeSeparation,
    endpoints: endpoints.map(({ shown }) => shown),
    findings: [...tokenFailure(token, endpoints), ...findConcerns(facts)].map((finding) => ({
      ...finding,
      fix: [...finding.fix],
    })),
    privileges: privileges?.map(asShown) ?? null,
    grantAll: [...grantAllLines(privileges?.filter(({ state }) => state !== "granted") ?? [])],
  };
}

function asShown(privilege: JudgedPrivilege): NonNullable<DoctorReport["privileges"]>[number] {
  return { ...privilege, heldOn: [...privilege.heldOn], fix: [...privilege.fix] };
}

/** Said once: a token that every endpoint refuses is already told with them. */
function tokenFailure(
  { permissions, token }: TokenExamination,
  endpoints: readonly EndpointExamination[],
): ReturnType<typeof findConcerns> {
  if (!(permissions instanceof PveError) || endpoints.every(({ examined }) => examined.failure)) return [];
  return [
    {
      id: "token-unread",
      severity: "critical",
      title: "Token",
      message: permissions.message,
      subject: token.id,
      call: "GET /access/permissions",
      status: permissions.status,
      fix: [],
    },
  ];
}

async function openConnection(clusterId: string): Promise<StoredConnection> {
  try {
    const stored = await findConnection(clusterId);
    if (stored) return stored;
  } catch (error) {
    if (!(error instanceof UnsealError)) throw error;
    throw new AppError("conflict", error.message);
  }
  throw new AppError("not_found", "There is no such cluster.");
}
