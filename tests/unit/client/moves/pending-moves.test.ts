import { describe, expect, it } from "vitest";
import { createPendingMoves, type MoveOrder, UNDO_MS } from "@/lib/client/moves/pending-moves";

const ORDER: MoveOrder = {
  clusterId: "one",
  vmid: 110,
  guestName: "web-01",
  from: "elm",
  target: "birch",
  seconds: 41,
  recommendationId: null,
  accept: [],
};
const KEY = "one:110";

function begin(answer: () => Promise<string> = () => Promise.resolve("move-1")) {
  let due: (() => void)[] = [];
  const sent: MoveOrder[] = [];
  const moves = createPendingMoves({
    now: () => 1_000,
    after: (_delayMs, act) => {
      due.push(act);
      return () => {
        due = due.filter((other) => other !== act);
      };
    },
    send: (order) => {
      sent.push(order);
      return answer();
    },
    sentenceOf: (problem) => (problem instanceof Error ? problem.message : "?"),
  });
  const elapse = async () => {
    for (const act of due.splice(0)) act();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { moves, sent, elapse, counting: () => due.length };
}

describe("moves that were just asked for", () => {
  it("are not sent before the countdown has ended, and then once", async () => {
    const { moves, sent, elapse } = begin();
    moves.schedule(ORDER);
    expect(moves.list()[0]?.state).toEqual({ kind: "counting", dueAtMs: 1_000 + UNDO_MS });
    expect(sent).toEqual([]);
    await elapse();
    expect(sent).toEqual([ORDER]);
    expect(moves.list()[0]?.state).toEqual({ kind: "sent", moveId: "move-1" });
  });

  it("are never sent when they were taken back", async () => {
    const { moves, sent, elapse, counting } = begin();
    moves.schedule(ORDER);
    moves.undo(KEY);
    expect(moves.list()).toEqual([]);
    expect(counting()).toBe(0);
    await elapse();
    expect(sent).toEqual([]);
  });

  it("are one for a guest, however often they are asked for", async () => {
    const { moves, sent, elapse } = begin();
    moves.schedule(ORDER);
    moves.schedule({ ...ORDER, target: "cedar" });
    moves.sendNow(KEY);
    moves.sendNow(KEY);
    moves.schedule(ORDER);
    await elapse();
    expect(sent).toEqual([ORDER]);
  });

  it("cannot be taken back, nor put away, once they are being sent", async () => {
    const { moves, elapse } = begin(() => new Promise(() => undefined));
    moves.schedule(ORDER);
    moves.sendNow(KEY);
    moves.undo(KEY);
    moves.dismiss(KEY);
    await elapse();
    expect(moves.list()[0]?.state).toEqual({ kind: "sending" });
  });

  it("say why they were refused, and may be asked for again", async () => {
    const { moves, sent, elapse } = begin(() => Promise.reject(new Error("It is on birch already.")));
    moves.schedule(ORDER);
    await elapse();
    expect(moves.list()[0]?.state).toEqual({ kind: "refused", sentence: "It is on birch already." });
    moves.schedule(ORDER);
    expect(moves.list()[0]?.state.kind).toBe("counting");
    expect(sent).toHaveLength(1);
  });

  it("tell which of them a dialog shows", () => {
    const { moves } = begin();
    const release = moves.attend(KEY);
    expect(moves.attended().has(KEY)).toBe(true);
    release();
    expect(moves.attended().has(KEY)).toBe(false);
  });
});
