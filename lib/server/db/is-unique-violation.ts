import "server-only";

/** Prisma's code for a value that must be unique and is not: somebody was faster. Told by the code, because the class exists once in each server bundle. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "P2002";
}
