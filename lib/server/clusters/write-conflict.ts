import "server-only";
import { AppError } from "@/lib/server/http/app-error";
import { Prisma } from "@/prisma/generated/client";

/** Runs a write and turns a name that is taken into a sentence. */
export async function refusingTakenName<Result>(name: string, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== "P2002") throw error;
    const message = `There is a cluster named "${name}" already; choose another name.`;
    throw new AppError("conflict", message, [{ path: "name", message }]);
  }
}
