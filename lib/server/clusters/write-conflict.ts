import "server-only";
import { isUniqueViolation } from "@/lib/server/db/is-unique-violation";
import { AppError } from "@/lib/server/http/app-error";

/** Runs a write and turns a name that is taken into a sentence. */
export async function refusingTakenName<Result>(name: string, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const message = `There is a cluster named "${name}" already; choose another name.`;
    throw new AppError("conflict", message, [{ path: "name", message }]);
  }
}
