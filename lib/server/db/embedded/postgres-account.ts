import "server-only";
import { spawnSync } from "node:child_process";
import { PostgresError } from "@/lib/server/db/embedded/postgres-error";

const ACCOUNT = "postgres";
/** Programs of every Linux distribution; elsewhere root gets the sentence that says what to do. */
const SET_PRIVILEGES = "setpriv";
const ADD_USER = "useradd";

/** How to run a PostgreSQL program: as ourselves, or as another account when we are root. */
export interface PostgresAccount {
  /** Owner of the database files; null when they are ours. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
  /** What goes before the program on the command line. */
  readonly prefix: readonly string[];
}

/**
 * PostgreSQL refuses to run as root, so root lends it the account `postgres`, made when there is none.
 * Where that account cannot reach the files (a clone below /root), it keeps the one capability to pass
 * through folders that are not its own.
 *
 * @param mustReach programs and folders that the account has to reach
 */
export function choosePostgresAccount(mustReach: readonly string[]): PostgresAccount {
  if (process.getuid?.() !== 0) return { owner: null, prefix: [] };

  const owner = findAccount() ?? createAccount();
  if (mustReach.every((file) => canReach(owner, file))) return { owner, prefix: [] };

  const prefix = [
    SET_PRIVILEGES,
    // Without it access(2) answers as if the capability were not there, and initdb believes it.
    "--securebits=+no_setuid_fixup",
    "--inh-caps=-all,+dac_override",
    "--ambient-caps=-all,+dac_override",
    `--reuid=${owner.uid}`,
    `--regid=${owner.gid}`,
    "--clear-groups",
    "--",
  ];
  const reachesAll = mustReach.every(
    (file) => spawnSync(SET_PRIVILEGES, [...prefix.slice(1), "test", "-x", file]).status === 0,
  );
  if (reachesAll) return { owner, prefix };

  throw new PostgresError(
    "permission",
    `PostgreSQL does not run as root, and the account "${ACCOUNT}" cannot reach ${mustReach[0]}: move the folder to a place every account can enter, such as /opt, or start as an ordinary user.`,
  );
}

function canReach(owner: { uid: number; gid: number }, file: string): boolean {
  return spawnSync("test", ["-x", file], { uid: owner.uid, gid: owner.gid }).status === 0;
}

function findAccount(): { uid: number; gid: number } | null {
  const [uid, gid] = ["-u", "-g"].map((flag) => {
    const { status, stdout } = spawnSync("id", [flag, ACCOUNT], { encoding: "utf8" });
    return status === 0 ? Number(stdout) : Number.NaN;
  });
  return Number.isInteger(uid) && Number.isInteger(gid) ? { uid: Number(uid), gid: Number(gid) } : null;
}

function createAccount(): { uid: number; gid: number } {
  spawnSync(ADD_USER, [
    "--system",
    "--user-group",
    "--no-create-home",
    "--shell",
    "/usr/sbin/nologin",
    ACCOUNT,
  ]);
  const account = findAccount();
  if (account) return account;
  throw new PostgresError(
    "permission",
    `PostgreSQL does not run as root, and the account "${ACCOUNT}" could not be made: make it (useradd --system ${ACCOUNT}) or start as an ordinary user.`,
  );
}
