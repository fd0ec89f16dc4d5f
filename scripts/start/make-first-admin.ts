import { randomInt, randomUUID } from "node:crypto";
import pg from "pg";
import { hashPassword } from "@/lib/server/auth/password-hash";

const USERNAME = "admin";
/** No letters or digits that are read for one another. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS = 4;
const GROUP_LENGTH = 4;

/** Serialises replicas that start at once on an empty database. */
const FIRST_ADMIN_LOCK = 72_707_370;

export interface FirstAdmin {
  readonly username: string;
  /** To be shown once; it must be changed at the first sign-in. */
  readonly password: string;
}

/** Makes the account `admin` with a one-time password when there is no user yet; null when there is one. */
export async function makeFirstAdmin(databaseUrl: string): Promise<FirstAdmin | null> {
  const password = oneTimePassword();
  const passwordHash = await hashPassword(password);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [FIRST_ADMIN_LOCK]);
    const { rowCount } = await client.query(
      `INSERT INTO "user" (id, username, name, password_hash, role, must_change_password)
       SELECT $1, $2, 'Administrator', $3, 'admin', true WHERE NOT EXISTS (SELECT FROM "user")`,
      [randomUUID(), USERNAME, passwordHash],
    );
    return rowCount === 1 ? { username: USERNAME, password } : null;
  } finally {
    await client.end();
  }
}

function oneTimePassword(): string {
  const letter = () => ALPHABET[randomInt(ALPHABET.length)] ?? "";
  const group = () => Array.from({ length: GROUP_LENGTH }, letter).join("");
  return Array.from({ length: GROUPS }, group).join("-");
}
