import { expect, test } from "vitest";
import { isDatabaseAway } from "@/lib/server/db/is-database-away";

function anError(message: string, rest: Record<string, unknown> = {}): Error {
  return Object.assign(new Error(message), rest);
}

const startingUp = {
  originalCode: "57P03",
  originalMessage: "the database system is starting up",
  kind: "postgres",
  code: "57P03",
};

test.each([
  ["a server out of reach", anError("Can't reach database server at 127.0.0.1:5432", { code: "P1001" })],
  ["a transaction whose connection is gone", anError("Transaction API error", { code: "P2028" })],
  [
    "a server that starts up, as Prisma's model queries tell it",
    anError("Database error. Code: `57P03`.", {
      code: "P2039",
      meta: {
        modelName: "Setting",
        driverAdapterError: Object.assign(new Error("x"), { cause: startingUp }),
      },
    }),
  ],
  [
    "a server that shuts down, as Prisma's raw queries tell it",
    anError("Raw query failed.", {
      code: "P2010",
      meta: { driverAdapterError: { cause: { ...startingUp, originalCode: "57P01", code: "57P01" } } },
    }),
  ],
  [
    "a server that starts up, as pg tells it",
    anError("the database system is starting up", { code: "57P03" }),
  ],
  ["a refused connection", anError("connect ECONNREFUSED", { code: "ECONNREFUSED", syscall: "connect" })],
])("%s is a database that is away", (_what, error) => {
  expect(isDatabaseAway(error)).toBe(true);
});

test.each([
  ["a unique violation", anError("Unique constraint failed", { code: "P2002" })],
  [
    "a wrong query",
    anError("Database error. Code: `42703`.", {
      code: "P2039",
      meta: { driverAdapterError: { cause: { kind: "postgres", originalCode: "42703", code: "42703" } } },
    }),
  ],
  ["a call to Proxmox VE", anError("connection reset", { code: "ECONNRESET", syscall: "read" })],
  ["a thing that is no error", "P1001"],
])("%s is not", (_what, error) => {
  expect(isDatabaseAway(error)).toBe(false);
});
