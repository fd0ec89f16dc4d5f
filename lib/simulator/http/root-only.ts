import { ApiError, LockError, parameterError } from "./api-error";
import type { Call } from "./endpoint";

/** @throws ApiError 400 when anybody but root, or any token, uses one of these parameters */
export function refuseForOthers(call: Call, names: readonly string[]): void {
  const refused = names.filter((name) => call.query.has(name));
  if (refused.length > 0 && call.account.id !== "root@pam") {
    throw parameterError(Object.fromEntries(refused.map((name) => [name, "Only root may use this option."])));
  }
}

/** @throws ApiError 500 as methods do that look before they write */
export function requireQuorum({ world }: Call): void {
  if (!world.quorate()) throw new ApiError(500, "cluster not ready - no quorum?");
}

/** @throws ApiError 500 as methods do that only fail when they take the lock of a file */
export function requireFileLock({ world }: Call, file: string): void {
  if (!world.quorate()) throw new LockError(`cfs-lock 'file-${file}' error: no quorum!`);
}
