import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type LiveMove, type LivePlan, liveMove, livePlan } from "@/lib/api/live";
import { prisma } from "@/lib/server/db/prisma";
import { openLiveStream } from "@/lib/server/live/open-live-stream";
import { cancelPlan } from "@/lib/server/plans/control-plan";
import { aViewer } from "@/tests/support/a-viewer";
import { useTestDatabase } from "@/tests/support/database";
import { type PlannedCluster, startPlannedCluster } from "@/tests/support/plans/planned-cluster";

useTestDatabase();
process.env.EVENKEEL_SECRET_KEY = Buffer.alloc(32, 7).toString("base64");

let cluster: PlannedCluster;
beforeAll(async () => {
  cluster = await startPlannedCluster();
});
afterAll(() => cluster.stop());

async function listenAs(lastEventId: string | null = null) {
  const stopping = new AbortController();
  const stream = await openLiveStream(aViewer({ role: "viewer" }), { lastEventId, signal: stopping.signal });
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  const moves: LiveMove[] = [];
  const plans: LivePlan[] = [];
  const seen = { lastId: "", resets: 0 };
  let text = "";
  const take = (block: string) => {
    const field = (name: string) => block.match(new RegExp(`^${name}: (.*)$`, "m"))?.[1] ?? "";
    const data: unknown = JSON.parse(field("data"));
    seen.lastId = field("id");
    if (field("event") === "reset") seen.resets += 1;
    if (field("event") === "move") moves.push(liveMove.parse(data));
    if (field("event") === "plan") plans.push(livePlan.parse(data));
  };
  const ended = (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += decoder.decode(part.value, { stream: true });
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      for (const block of blocks) take(block);
    }
  })();
  const stop = () => {
    stopping.abort();
    return ended;
  };
  return { moves, plans, seen, stop };
}

test("every state of a move and its progress reach a browser, signs of life do not", async () => {
  const browser = await listenAs();
  const { id } = await cluster.request(120, "pve2");
  await cluster.drive(id);
  await vi.waitFor(() => expect(browser.moves.at(-1)?.move.state).toBe("done"), 10_000);
  const states = browser.moves.map(({ move }) => move.state);
  expect(states[0]).toBe("planned");
  expect(states).toContain("running");
  expect(browser.moves.some(({ move }) => move.progress !== null && move.state === "running")).toBe(true);
  expect(browser.moves.every(({ move }) => move.id === id)).toBe(true);
  const told = browser.moves.length;
  await prisma.move.update({ where: { id }, data: { heartbeatAt: new Date() } });
  const { id: next } = await cluster.request(120, "pve3");
  await vi.waitFor(() => expect(browser.moves.at(-1)?.move.id).toBe(next), 10_000);
  expect(browser.moves.slice(told).every(({ move }) => move.id === next)).toBe(true);
  await browser.stop();
  await cluster.drive(next);
});

test("a browser that comes back gets the moves it missed", async () => {
  const stays = await listenAs();
  const leaves = await listenAs();
  await leaves.stop();
  const { id } = await cluster.request(120, "pve1");
  await cluster.drive(id);
  await vi.waitFor(() => expect(stays.moves.at(-1)?.move.state).toBe("done"), 10_000);
  const back = await listenAs(leaves.seen.lastId);
  await vi.waitFor(() => expect(back.moves.at(-1)?.move).toMatchObject({ id, state: "done" }), 10_000);
  expect(back.seen.resets).toBe(0);
  await Promise.all([stays.stop(), back.stop()]);
});

test("a browser that comes anew is told of moves and plans that are under way", async () => {
  const { id } = await cluster.approve();
  const browser = await listenAs();
  await vi.waitFor(() => expect(browser.plans.at(-1)?.plan).toMatchObject({ id, state: "running" }), 10_000);
  await cluster.carryOut(id, ({ doneCount }) => doneCount === 1);
  await vi.waitFor(() => expect(browser.plans.some(({ plan }) => plan.doneCount === 1)).toBe(true), 10_000);
  await cancelPlan(aViewer(), id, { stopMoves: true });
  await cluster.carryOut(id);
  await vi.waitFor(() => expect(browser.plans.at(-1)?.plan.state).toBe("cancelled"), 10_000);
  await browser.stop();
});
