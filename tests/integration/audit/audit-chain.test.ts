import { beforeEach, describe, expect, it } from "vitest";
import { auditQuery } from "@/lib/api/audit";
import { pruneAudit } from "@/lib/server/audit/prune-audit";
import { readAudit } from "@/lib/server/audit/read-audit";
import { recordAudit } from "@/lib/server/audit/record-audit";
import { verifyAuditChain } from "@/lib/server/audit/verify-audit-chain";
import type { Viewer } from "@/lib/server/auth/viewer";
import { prisma } from "@/lib/server/db/prisma";
import { useTestDatabase } from "@/tests/support/database";

useTestDatabase();

const viewer: Viewer = {
  userId: "00000000-0000-4000-8000-000000000001",
  username: "ana",
  name: "Ana",
  role: "admin",
  sessionId: "s",
};
const DAY_MS = 24 * 3_600_000;

beforeEach(() => tampering(() => prisma.auditEntry.deleteMany()));

/** Does what only the owner of the database can. */
async function tampering(act: () => Promise<unknown>): Promise<void> {
  await prisma.$executeRaw`ALTER TABLE audit_entry DISABLE TRIGGER USER`;
  await act();
  await prisma.$executeRaw`ALTER TABLE audit_entry ENABLE TRIGGER USER`;
}

async function record(count: number): Promise<readonly bigint[]> {
  for (let n = 0; n < count; n += 1) {
    await recordAudit({
      viewer,
      action: "thing.change",
      target: `thing:${n}`,
      details: { n, z: [1.5, null], a: "é" },
    });
  }
  return (await prisma.auditEntry.findMany({ orderBy: { id: "asc" } })).map(({ id }) => id);
}

const at = (ids: readonly bigint[], index: number) => ids[index] ?? BigInt(-1);

describe("the audit log", () => {
  it("is an intact chain, also when many write at once", async () => {
    await Promise.all(
      Array.from({ length: 25 }, (_, n) => recordAudit({ viewer, action: "a.b", details: { n } })),
    );
    expect(await verifyAuditChain(viewer)).toMatchObject({ intact: true, entries: 25, broken: null });
  });

  it("shows an entry whose content was changed", async () => {
    const ids = await record(5);
    await tampering(() =>
      prisma.auditEntry.update({ where: { id: at(ids, 2) }, data: { actorName: "eve" } }),
    );
    expect(await verifyAuditChain(viewer)).toMatchObject({
      intact: false,
      broken: { id: String(at(ids, 2)) },
    });
  });

  it("shows an entry whose details were changed", async () => {
    const ids = await record(3);
    await tampering(() =>
      prisma.auditEntry.update({ where: { id: at(ids, 1) }, data: { details: { n: 9 } } }),
    );
    expect((await verifyAuditChain(viewer)).broken?.reason).toBe(
      "Its content was changed after it was written.",
    );
  });

  it("shows that an entry was removed from the middle", async () => {
    const ids = await record(5);
    await tampering(() => prisma.auditEntry.delete({ where: { id: at(ids, 2) } }));
    expect(await verifyAuditChain(viewer)).toMatchObject({ broken: { id: String(at(ids, 3)) } });
  });

  it("shows that the beginning was removed without the retention", async () => {
    const ids = await record(5);
    await tampering(() => prisma.auditEntry.delete({ where: { id: at(ids, 0) } }));
    expect(await verifyAuditChain(viewer)).toMatchObject({ broken: { id: String(at(ids, 1)) } });
  });

  it("tells its head, by which a cut-off end is noticed", async () => {
    const ids = await record(3);
    const { headHash } = await verifyAuditChain(viewer);
    await tampering(() => prisma.auditEntry.delete({ where: { id: at(ids, 2) } }));
    expect((await verifyAuditChain(viewer)).headHash).not.toBe(headHash);
  });

  it("cannot be changed or emptied by the program", async () => {
    const ids = await record(1);
    const where = { id: at(ids, 0) };
    await expect(prisma.auditEntry.update({ where, data: { result: "x" } })).rejects.toThrow(
      /only ever appended/,
    );
    await expect(prisma.auditEntry.delete({ where })).rejects.toThrow(/only ever appended/);
    await expect(prisma.$executeRaw`TRUNCATE audit_entry`).rejects.toThrow(/only ever appended/);
  });

  it("stands or falls with the transaction that it tells of", async () => {
    const act = prisma.$transaction(async (transaction) => {
      await recordAudit({ viewer, action: "thing.change" }, transaction);
      throw new Error("undone");
    });
    await expect(act).rejects.toThrow("undone");
    expect(await prisma.auditEntry.count()).toBe(0);
  });

  it("keeps texts that PostgreSQL would refuse", async () => {
    await recordAudit({
      viewer,
      action: "a.b",
      target: "x\u0000y\ud800",
      details: { t: "\u0000", big: 1e21, tiny: -0 },
    });
    expect(await verifyAuditChain(viewer)).toMatchObject({ intact: true, entries: 1 });
  });
});

describe("the retention", () => {
  it("removes the beginning, says so, and leaves the chain intact", async () => {
    await record(5);
    expect(await pruneAudit(Date.now() + 731 * DAY_MS)).toBe(5);
    await record(2);
    expect(await verifyAuditChain(viewer)).toMatchObject({ intact: true, entries: 3 });
    expect(await pruneAudit(Date.now())).toBe(0);
  });

  it("keeps what is younger", async () => {
    const ids = await record(4);
    const old = new Date(Date.now() - 800 * DAY_MS);
    // The clock of an old entry is part of its hash, so it is made by hand.
    await tampering(() =>
      prisma.auditEntry.updateMany({ where: { id: { lte: at(ids, 1) } }, data: { at: old } }),
    );
    expect(await pruneAudit(Date.now())).toBe(2);
    expect(await verifyAuditChain(viewer)).toMatchObject({ intact: true, entries: 3 });
  });
});

describe("reading it", () => {
  it("gives pages, newest first, with a total", async () => {
    await record(5);
    const first = await readAudit(viewer, auditQuery.parse({ limit: 2 }));
    const second = await readAudit(viewer, auditQuery.parse({ limit: 2, cursor: first.meta.nextCursor }));
    const last = await readAudit(viewer, auditQuery.parse({ limit: 2, cursor: second.meta.nextCursor }));
    const targets = [first, second, last].flatMap(({ rows }) => rows.map(({ target }) => target));
    expect(targets).toEqual(["thing:4", "thing:3", "thing:2", "thing:1", "thing:0"]);
    expect([first.meta.total, last.meta.nextCursor]).toEqual([5, null]);
  });

  it("filters by what, who and how it ended", async () => {
    await record(2);
    await recordAudit({ viewer: null, action: "other.thing", result: "forbidden" });
    const totalOf = async (query: object) => (await readAudit(viewer, auditQuery.parse(query))).meta.total;
    expect(await totalOf({ action: "thing." })).toBe(2);
    expect(await totalOf({ actor: "system" })).toBe(1);
    expect(await totalOf({ result: "forbidden" })).toBe(1);
    expect(await totalOf({ target: "thing:1" })).toBe(1);
    expect(await totalOf({ fromMs: Date.now() + DAY_MS })).toBe(0);
  });

  it("is for administrators", async () => {
    const operator: Viewer = { ...viewer, role: "operator" };
    await expect(readAudit(operator, auditQuery.parse({}))).rejects.toThrow("may not read the audit log");
    await expect(verifyAuditChain(operator)).rejects.toThrow("may not check the audit log");
  });
});
