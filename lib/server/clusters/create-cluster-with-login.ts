import "server-only";
import { randomBytes } from "node:crypto";
import type { z } from "zod";
import type { clusterLoginInput } from "@/lib/api/cluster-login";
import type { ClusterConnection } from "@/lib/api/clusters";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { childLog } from "@/lib/server/log";
import { isAboutTheConnection, PveError } from "@/lib/server/proxmox/pve-error";
import { LoginRefused, openTicketSession, type TicketSession } from "@/lib/server/proxmox/ticket";
import { type ValidConnection, validateConnection } from "./connection-input";
import { createCluster } from "./create-cluster";
import { requireClusterAdmin } from "./require-cluster-admin";

type Input = z.output<typeof clusterLoginInput>;

const USERNAME = /^[^\s@!:/=]+@[A-Za-z][\w.-]*$/;
/** Stands for the secret while everything else is checked. */
const NO_SECRET_YET = "00000000-0000-0000-0000-000000000000";

/**
 * Connects a cluster of which only a user and a password are known: logs in once, makes a token for that user with the
 * user's rights, and stores the token. User and password are not kept. A token that could not be stored is removed.
 */
export async function createClusterWithLogin(viewer: Viewer, input: Input): Promise<ClusterConnection> {
  requireClusterAdmin(viewer);
  const { login, ...rest } = input;
  const username = login.username.trim();
  if (!USERNAME.test(username))
    throw refused("login.username", "A user has its realm with it, such as root@pam or ana@pve.");
  const name = `evenkeel-${randomBytes(4).toString("hex")}`;
  const tokenId = `${username}!${name}`;
  const connection = validateConnection(
    { ...rest, tokenId, tokenSecret: NO_SECRET_YET },
    { hasStoredSecret: false, needsFingerprint: true },
  );
  await refuseTakenName(input.name);
  const session = await logIn(connection, { ...login, username });
  try {
    const tokenSecret = await session.createToken(name);
    return await storing(session, name, () => createCluster(viewer, { ...rest, tokenId, tokenSecret }));
  } catch (error) {
    throw error instanceof PveError ? new AppError("upstream_unavailable", error.message) : error;
  } finally {
    await session.close();
  }
}

/** The first endpoint that can be reached is asked; a refusal by one is a refusal by all. */
async function logIn(connection: ValidConnection, login: Input["login"]): Promise<TicketSession> {
  let first: PveError | null = null;
  for (const endpoint of connection.endpoints) {
    try {
      return await openTicketSession(connection, endpoint, login);
    } catch (error) {
      if (error instanceof LoginRefused) throw refused(`login.${error.field}`, error.message);
      if (!(error instanceof PveError)) throw error;
      first ??= error;
      if (!isAboutTheConnection(error.kind)) break;
    }
  }
  throw new AppError("upstream_unavailable", first?.message ?? "No endpoint could be asked.");
}

async function storing<Result>(
  session: TicketSession,
  name: string,
  store: () => Promise<Result>,
): Promise<Result> {
  try {
    return await store();
  } catch (error) {
    await session.removeToken(name).catch((problem: unknown) => {
      childLog("clusters").warn(
        { err: problem, token: name },
        "a token that is not used could not be removed",
      );
    });
    throw error;
  }
}

async function refuseTakenName(name: string): Promise<void> {
  if ((await prisma.cluster.count({ where: { name } })) === 0) return;
  const message = `There is a cluster named "${name}" already; choose another name.`;
  throw new AppError("conflict", message, [{ path: "name", message }]);
}

function refused(path: string, message: string): AppError {
  return new AppError("invalid_input", message, [{ path, message }]);
}
