import "server-only";
import type { ClusterFacts } from "@/lib/inventory/doctor/concern";
import type { Permissions } from "@/lib/inventory/doctor/judge-privileges";
import { FieldReader, isRow } from "@/lib/server/collection/normalise/field-reader";
import { Problems } from "@/lib/server/collection/normalise/problems";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";

const TIMEOUT_MS = 8_000;

export interface TokenExamination {
  readonly permissions: Permissions | PveError;
  /** Null when the token may not see the rights of its user. */
  readonly userPermissions: Permissions | null;
  readonly token: ClusterFacts["token"];
}

/** What the token may do, what its user may do, and how long it lives, as far as PVE tells the token about itself. */
export async function examineToken(transport: PveTransport, tokenId: string): Promise<TokenExamination> {
  const [user = "", name = ""] = tokenId.split("!");
  const path = `/access/users/${encodeURIComponent(user)}/token/${encodeURIComponent(name)}`;
  const [permissions, userPermissions, described] = await Promise.all([
    read(transport, "/access/permissions"),
    read(transport, "/access/permissions", { userid: user }),
    read(transport, path),
  ]);
  return {
    permissions: permissions instanceof PveError ? permissions : permissionsFrom(permissions),
    userPermissions: userPermissions instanceof PveError ? null : permissionsFrom(userPermissions),
    token: { id: tokenId, ...tokenFacts(described instanceof PveError ? null : described, user, tokenId) },
  };
}

async function read(
  transport: PveTransport,
  path: string,
  params?: Readonly<Record<string, string>>,
): Promise<unknown> {
  try {
    return (await transport.request({ method: "GET", path, params, timeoutMs: TIMEOUT_MS })).data;
  } catch (error) {
    if (error instanceof PveError) return error;
    throw error;
  }
}

function permissionsFrom(answer: unknown): Permissions {
  if (!isRow(answer)) return {};
  return Object.fromEntries(
    Object.entries(answer).flatMap(([path, rights]) => (isRow(rights) ? [[path, rights]] : [])),
  );
}

function tokenFacts(described: unknown, user: string, tokenId: string): Omit<ClusterFacts["token"], "id"> {
  if (!isRow(described)) return { privilegeSeparation: null, expiresAtMs: null };
  const row = new FieldReader(described, `/access/users/${user}/token/${tokenId}`, new Problems());
  return {
    privilegeSeparation: row.holds("privsep") ? row.flag("privsep") : null,
    expiresAtMs: row.time("expire") ?? 0,
  };
}
