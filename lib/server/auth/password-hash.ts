import "server-only";
import { hash, verify } from "@node-rs/argon2";
import pLimit from "p-limit";

/** OWASP's argon2id parameters: 19 MiB, two passes, one lane. */
export const ARGON2_OPTIONS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** What nobody's password hashes to. Verifying against it costs what verifying a real one costs. */
export const NOBODYS_HASH =
  "$argon2id$v=19$m=19456,t=2,p=1$qLb9uc87OjGyj09txHJ6KQ$3CPe8/b0s+pBLqXCSZEWQszWXq8iJCl5Ofnmc3UKxpI";

/** A burst of sign-ins must not take all memory and threads. */
const inTurn = pLimit(4);

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(normal(password), ARGON2_OPTIONS));
}

/** True when `password` is the one that was hashed. Pass null for a user who does not exist: false, at the same cost. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await inTurn(() => verify(passwordHash ?? NOBODYS_HASH, normal(password)));
  return matches && passwordHash !== null;
}

/** Keyboards compose letters differently; the same password must be the same bytes. */
function normal(password: string): string {
  return password.normalize("NFKC");
}
