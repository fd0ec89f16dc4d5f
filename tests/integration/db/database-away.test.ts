import { afterEach, describe, expect, it } from "vitest";
import { closePool } from "@/lib/server/db/pool";
import { closePrisma } from "@/lib/server/db/prisma";
import { AppError } from "@/lib/server/http/app-error";
import { readClusterRows } from "@/lib/server/live/read-cluster-rows";
import { orDatabaseAway } from "@/lib/server/pages/or-database-away";
import { readSettings } from "@/lib/server/settings/read-settings";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";

const { url } = useTestDatabase();

async function connectTo(address: string): Promise<void> {
  await closePrisma();
  await closePool();
  process.env.DATABASE_URL = address;
}

afterEach(() => connectTo(url));

describe("what a page reads", () => {
  it("is nothing while the database cannot be reached, whichever way it is asked", async () => {
    await connectTo("postgresql://nobody@127.0.0.1:1/nothing");

    expect(await orDatabaseAway(readClusterRows(aViewer()))).toBeNull();
    expect(await orDatabaseAway(readSettings("11111111-1111-4111-8111-111111111111"))).toBeNull();
  });

  it("is itself when the database is there", async () => {
    expect(await orDatabaseAway(readClusterRows(aViewer()))).toEqual([]);
  });

  it("fails as before for any other reason", async () => {
    const missing = new AppError("not_found", "There is no such thing.");

    await expect(orDatabaseAway(Promise.reject(missing))).rejects.toBe(missing);
  });
});
