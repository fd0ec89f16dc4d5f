import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { pool } from "@/lib/server/db/pool";
import { PrismaClient } from "@/prisma/generated/client";

const shared = globalThis as typeof globalThis & { evenkeelPrisma?: PrismaClient };

/** Prisma's own limits (2 s and 5 s) give up where a machine is only busy, and what is tried again then keeps it busy. */
const PATIENCE = { maxWait: 15_000, timeout: 30_000 };

/**
 * The process's one Prisma client, on the connections of the pool. It is made at its first use: a build
 * imports this module without a database.
 */
export const prisma: PrismaClient = new Proxy({} as PrismaClient, {
  get(_target, property) {
    const client = currentClient();
    const value: unknown = Reflect.get(client, property, client);
    return typeof value === "function" ? value.bind(client) : value;
  },
});

function currentClient(): PrismaClient {
  shared.evenkeelPrisma ??= new PrismaClient({
    adapter: new PrismaPg(pool()),
    transactionOptions: PATIENCE,
  });
  return shared.evenkeelPrisma;
}

/** Lets go of the client, so that the next use makes a new one on the pool of that moment. */
export async function closePrisma(): Promise<void> {
  const current = shared.evenkeelPrisma;
  shared.evenkeelPrisma = undefined;
  await current?.$disconnect();
}
