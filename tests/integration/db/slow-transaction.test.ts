import { expect, it } from "vitest";
import { prisma } from "@/lib/server/db/prisma";
import { useTestDatabase } from "@/tests/support/database";

useTestDatabase();

/** Longer than Prisma waits unless it is told otherwise. */
const SLOW_SECONDS = 5.5;

it("a transaction on a busy machine is not given up after five seconds", async () => {
  const rows = await prisma.$transaction(async (transaction) => {
    await transaction.$queryRaw`SELECT 1 FROM pg_sleep(${SLOW_SECONDS})`;
    return await transaction.$queryRaw`SELECT 1 AS one`;
  });
  expect(rows).toEqual([{ one: 1 }]);
}, 30_000);
