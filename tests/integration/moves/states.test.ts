import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it, test } from "vitest";
import { MOVE_STATES } from "@/lib/api/move-states";
import type { MoveState } from "@/lib/api/moves";
import { pool } from "@/lib/server/db/pool";
import { prisma } from "@/lib/server/db/prisma";
import { claimSlots } from "@/lib/server/moves/claim-slots";
import { LEGAL_TRANSITIONS } from "@/lib/server/moves/move-states";
import { StaleMoveError, transitionMove } from "@/lib/server/moves/transition-move";
import { useTestDatabase } from "@/tests/support/database";

useTestDatabase();

let clusterId: string;
let vmid = 100;
beforeAll(async () => {
  clusterId = (
    await prisma.cluster.create({ data: { name: "c", tokenId: "a@pve!b", tokenSecretSealed: "s" } })
  ).id;
});

async function aMove(
  state: MoveState = "planned",
  rest: { fromNode?: string; toNode?: string } = {},
): Promise<string> {
  vmid += 1;
  const { id } = await prisma.move.create({
    data: {
      clusterId,
      vmid,
      guestKind: "qemu",
      fromNode: "a",
      toNode: "b",
      kind: "live",
      source: "manual",
      requestedBy: "ana",
      ...rest,
    },
  });
  if (state !== "planned") await force(id, state);
  return id;
}

/** Past the trigger: for the starting point of a test. */
async function force(id: string, state: MoveState): Promise<void> {
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    await client.query("SET LOCAL session_replication_role = replica");
    await client.query("UPDATE move SET state = $2 WHERE id = $1", [id, state]);
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}

describe("the database", () => {
  const pairs = MOVE_STATES.flatMap((from) =>
    MOVE_STATES.filter((to) => to !== from).map((to) => [from, to] as const),
  );

  it("permits the transitions of the table and refuses all others", async () => {
    const wrong: string[] = [];
    for (const [from, to] of pairs) {
      const id = await aMove(from);
      const permitted = await pool()
        .query("UPDATE move SET state = $2 WHERE id = $1", [id, to])
        .then(() => true)
        .catch(() => false);
      if (permitted !== LEGAL_TRANSITIONS[from].includes(to)) wrong.push(`${from} to ${to}`);
    }
    expect(pairs).toHaveLength(110);
    expect(wrong).toEqual([]);
  });

  it("lets a move begin as planned only", async () => {
    const data = { clusterId, vmid: 9_000, guestKind: "qemu", fromNode: "a", toNode: "b", kind: "live" };
    await expect(
      prisma.move.create({ data: { ...data, source: "manual", requestedBy: "ana", state: "running" } }),
    ).rejects.toThrow(/begins as planned/);
  });

  test.each(MOVE_STATES.filter((state) => LEGAL_TRANSITIONS[state].length > 0))(
    "refuses a second move of a guest while one is %s",
    async (state) => {
      const first = await prisma.move.findUniqueOrThrow({ where: { id: await aMove(state) } });
      const { id: _id, ...again } = first;
      const second = prisma.move.create({
        data: { ...again, state: "planned", predicted: {}, progress: {}, failure: {} },
      });
      await expect(second).rejects.toMatchObject({ code: "P2002" });
    },
  );
});

describe("a transition", () => {
  it("of which two are tried at once is made once", async () => {
    const id = await aMove();
    const tries = Array.from({ length: 8 }, () =>
      transitionMove({ moveId: id, from: "planned", to: "waiting", sentence: "It waits." }),
    );
    const results = await Promise.allSettled(tries);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toBeInstanceOf(StaleMoveError);
    expect(await prisma.moveTransition.count({ where: { moveId: id } })).toBe(1);
    expect(await prisma.auditEntry.count({ where: { target: `move:${id}` } })).toBe(1);
  });
});

describe("slots", () => {
  const limits = { perCluster: 4, perSource: 2, perTarget: 1 };
  const claim = (move: { id: string; clusterId: string; fromNode: string; toNode: string }) =>
    prisma.$transaction((transaction) => claimSlots(transaction, move, limits));

  it("are never exceeded, whatever happens at once, and taken whole or not at all", async () => {
    const other = (
      await prisma.cluster.create({ data: { name: "busy", tokenId: "a", tokenSecretSealed: "s" } })
    ).id;
    const nodes = ["a", "b", "c", "d"];
    const moves = await Promise.all(
      Array.from({ length: 24 }, async (_, index) => {
        const fromNode = nodes[index % 4] ?? "a";
        const toNode = nodes[(index + 1 + (index % 3)) % 4] ?? "b";
        const id = randomUUID();
        const data = { id, clusterId: other, vmid: 200 + index, guestKind: "qemu", kind: "live" };
        await prisma.move.create({
          data: { ...data, fromNode, toNode, source: "manual", requestedBy: "ana" },
        });
        return { id, clusterId: other, fromNode, toNode };
      }),
    );
    let left = moves;
    let rounds = 0;
    while (left.length > 0) {
      const answers = await Promise.all(left.map(claim));
      const slots = await prisma.moveSlot.findMany({ where: { clusterId: other } });
      const count = (scope: string, node: string) =>
        slots.filter((slot) => slot.scope === scope && slot.node === node).length;
      expect(count("cluster", "")).toBeLessThanOrEqual(limits.perCluster);
      for (const node of nodes) {
        expect(count("source", node)).toBeLessThanOrEqual(limits.perSource);
        expect(count("target", node)).toBeLessThanOrEqual(limits.perTarget);
      }
      const holders = left.filter((_move, index) => answers[index] === null);
      expect(holders.length).toBeGreaterThan(0);
      expect(slots).toHaveLength(3 * holders.length);
      await prisma.moveSlot.deleteMany({ where: { clusterId: other } });
      left = left.filter((move) => !holders.includes(move));
      rounds += 1;
    }
    expect(rounds).toBeGreaterThanOrEqual(24 / limits.perCluster);
  });

  it("heed a limit that was lowered while more were under way", async () => {
    const made = await prisma.cluster.create({
      data: { name: "lowered", tokenId: "a", tokenSecretSealed: "s" },
    });
    const data = {
      clusterId: made.id,
      guestKind: "qemu",
      kind: "live",
      source: "manual",
      requestedBy: "ana",
      fromNode: "a",
    };
    const first = await prisma.move.create({ data: { ...data, vmid: 1_000, toNode: "b" } });
    const second = await prisma.move.create({ data: { ...data, vmid: 1_001, toNode: "c" } });
    const third = await prisma.move.create({ data: { ...data, vmid: 1_002, toNode: "d" } });
    expect(await claim(first)).toBeNull();
    expect(await claim(second)).toBeNull();
    await prisma.moveSlot.deleteMany({ where: { moveId: first.id } });
    const lowered = { ...limits, perSource: 1 };
    const answer = await prisma.$transaction((transaction) => claimSlots(transaction, third, lowered));
    expect(answer).toBe("Waits: 1 move already leaves a.");
  });
});
