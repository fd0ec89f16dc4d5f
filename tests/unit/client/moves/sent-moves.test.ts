import { beforeEach, expect, it, vi } from "vitest";
import { createPendingMoves, type PendingMove } from "@/lib/client/moves/pending-moves";
import { readSentMoves, rememberSentMoves } from "@/lib/client/moves/sent-moves";

const order = {
  clusterId: "c",
  vmid: 110,
  guestName: "web-01",
  from: "elm",
  target: "oak",
  seconds: null,
  recommendationId: null,
  accept: [],
};

const kept = new Map<string, string>();
beforeEach(() => {
  kept.clear();
  vi.stubGlobal("window", {
    sessionStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    },
  });
});

/** The list of a page as it is when it has been loaded. */
function aPage(send: () => Promise<string> = async () => "move-1") {
  return createPendingMoves({
    now: () => 0,
    after: () => () => undefined,
    send,
    sentenceOf: String,
    remembered: readSentMoves(),
    remember: rememberSentMoves,
  });
}

it("a move that was sent is shown on after the page was loaded anew, until it is put away", async () => {
  const page = aPage();
  page.schedule(order);
  page.sendNow("c:110");
  await vi.waitFor(() => expect(page.list()[0]?.state.kind).toBe("sent"));

  const anew = aPage();
  expect(anew.list()).toMatchObject([{ order: { guestName: "web-01" }, state: { moveId: "move-1" } }]);
  anew.dismiss("c:110");
  expect(aPage().list()).toEqual([]);
});

it("what counts down or was refused is not: nothing was sent", async () => {
  const page = aPage(() => Promise.reject(new Error("no")));
  page.schedule(order);
  expect(aPage().list()).toEqual([]);
  page.sendNow("c:110");
  await vi.waitFor(() => expect(page.list()[0]?.state.kind).toBe("refused"));
  expect(aPage().list()).toEqual([]);
});

it("what cannot be read is forgotten", () => {
  const sent: PendingMove = { key: "c:110", order, state: { kind: "sent", moveId: "m" } };
  for (const text of [
    "{",
    "null",
    '"x"',
    '[{"key":"c:110"}]',
    JSON.stringify([{ ...sent, state: { kind: "sent" } }]),
  ]) {
    kept.set("evenkeel.sent-moves", text);
    expect(readSentMoves()).toEqual([]);
  }
  rememberSentMoves([sent]);
  expect(readSentMoves()).toEqual([sent]);
});
