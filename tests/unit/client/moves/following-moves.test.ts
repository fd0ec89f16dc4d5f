import { describe, expect, it } from "vitest";
import { createHeardStore } from "@/lib/client/live/heard-store";
import { moveBars, overallFraction, steadyBars } from "@/lib/client/moves/move-bars";
import { groupMoves } from "@/lib/client/moves/move-groups";
import { moveNotes } from "@/lib/client/moves/move-notes";
import { movePhases } from "@/lib/client/moves/move-phases";
import { activeMoves, furtherMove, watchedMove } from "@/lib/client/moves/newest-moves";
import { aMove, aProgress } from "./a-move";

const GIB = 1_073_741_824;

describe("moves that have not ended", () => {
  const listed = aMove({ state: "running" });

  it("are as the stream told them after the list was asked for", () => {
    const told = aMove({ state: "verifying" });
    const heard = new Map([[told.id, { row: told, heardAtMs: 200 }]]);
    expect(activeMoves({ moves: [listed], askedAtMs: 100 }, heard)[0]?.state).toBe("verifying");
    expect(activeMoves({ moves: [listed], askedAtMs: 300 }, heard)[0]?.state).toBe("running");
  });

  it("are gone when the stream told their end, and when a newer list has them no more", () => {
    const done = aMove({ state: "done" });
    expect(
      activeMoves({ moves: [listed], askedAtMs: 100 }, new Map([[done.id, { row: done, heardAtMs: 200 }]])),
    ).toEqual([]);
    expect(
      activeMoves({ moves: [], askedAtMs: 300 }, new Map([[listed.id, { row: listed, heardAtMs: 200 }]])),
    ).toEqual([]);
  });

  it("never go back a state when tellings cross", () => {
    const verifying = aMove({ state: "verifying" });
    expect(furtherMove(verifying, listed)).toBe(verifying);
    expect(furtherMove(listed, verifying)).toBe(verifying);
    const unknown = aMove({ state: "unknown" });
    expect(furtherMove(unknown, aMove({ state: "failed" })).state).toBe("failed");
    expect(furtherMove(verifying, unknown).state).toBe("unknown");
  });

  it("are shown as they were read, once the stream has nothing newer to tell", () => {
    const move = { ...listed, progress: aProgress({ secondsLeft: 10 }), transitions: [], outcomes: [] };
    const told = { row: aMove({ progress: aProgress({ secondsLeft: 30 }) }), heardAtMs: 200 };
    expect(watchedMove({ move, askedAtMs: 100 }, told).progress?.secondsLeft).toBe(30);
    expect(watchedMove({ move, askedAtMs: 300 }, told).progress?.secondsLeft).toBe(10);
    expect(watchedMove({ move, askedAtMs: 300 }, null)).toBe(move);
  });

  it("are apart by what they need of a person, in the order of asking", () => {
    const moves = [
      aMove({ id: "c", state: "waiting", requestedAtMs: 3 }),
      aMove({ id: "b", state: "planned", requestedAtMs: 2 }),
      aMove({ id: "a", state: "unknown", requestedAtMs: 1 }),
      aMove({ id: "d", state: "preflight", requestedAtMs: 4 }),
    ];
    const { unknown, underWay, waiting } = groupMoves(moves);
    expect([unknown, underWay, waiting].map((group) => group.map(({ id }) => id))).toEqual([
      ["a"],
      ["d"],
      ["b", "c"],
    ]);
  });
});

describe("what the stream tells", () => {
  it("stands still while the page is held, and is shown on resume", () => {
    const store = createHeardStore(() => 5);
    store.hold(true);
    store.hearMove(aMove());
    expect(store.rows().moves.size).toBe(0);
    store.hold(false);
    expect(store.rows().moves.get(aMove().id)?.heardAtMs).toBe(5);
  });
});

describe("bars", () => {
  const memory = { doneBytes: 2 * GIB, totalBytes: 4 * GIB, bytesPerSecond: 100, dirtyBytesPerSecond: null };
  const progress = aProgress({
    memory,
    disks: [{ disk: "scsi0", doneBytes: GIB, totalBytes: GIB, bytesPerSecond: 50, ready: true }],
  });

  it("are disks, then memory, each with its share; all together weigh by bytes", () => {
    const bars = moveBars({ state: "running", progress });
    expect(bars.map(({ key, fraction }) => [key, fraction])).toEqual([
      ["scsi0", 1],
      ["memory", 0.5],
    ]);
    expect(overallFraction(bars)).toBeCloseTo(0.6);
  });

  it("are not full before the guest is ready, however much was sent", () => {
    const more = aProgress({ memory: { ...memory, doneBytes: 9 * GIB } });
    expect(moveBars({ state: "running", progress: more })[0]?.fraction).toBe(0.99);
    expect(moveBars({ state: "done", progress: more })[0]?.fraction).toBe(1);
  });

  it("never go back, and know nothing of an unknown whole", () => {
    const shown = new Map<string, number>();
    const at = (doneBytes: number, totalBytes: number | null) =>
      steadyBars(
        moveBars({ state: "running", progress: aProgress({ memory: { ...memory, doneBytes, totalBytes } }) }),
        shown,
      )[0]?.fraction;
    expect(at(GIB, null)).toBeNull();
    expect(at(3 * GIB, 4 * GIB)).toBe(0.75);
    expect(at(GIB, 4 * GIB)).toBe(0.75);
    expect(at(GIB, null)).toBe(0.75);
    expect(overallFraction([])).toBeNull();
  });
});

describe("phases", () => {
  it("say what is passed, what is now and what is ahead; disks only where there are some", () => {
    expect(movePhases({ kind: "live", progress: aProgress({ phase: "memory" }) })).toEqual([
      { phase: "preparing", state: "passed" },
      { phase: "memory", state: "now" },
      { phase: "switching", state: "ahead" },
    ]);
    expect(
      movePhases({ kind: "restart", progress: aProgress({ phase: "disks", byHa: true }) }).map(
        ({ phase }) => phase,
      ),
    ).toEqual(["queued", "shutdown", "disks", "starting"]);
  });

  it("end with the task, and show a phase that is not usual alone", () => {
    expect(movePhases({ kind: "live", progress: aProgress({ phase: "ended" }) })).not.toContainEqual(
      expect.objectContaining({ state: "now" }),
    );
    expect(movePhases({ kind: "offline", progress: aProgress({ phase: "starting" }) })).toEqual([
      { phase: "starting", state: "now" },
    ]);
  });

  it("come with what slows the move down", () => {
    const slow = aProgress({
      memory: { doneBytes: 1, totalBytes: 2, bytesPerSecond: 1, dirtyBytesPerSecond: 1_048_576 },
      downtimeRaised: 2,
      downtimeLimitMs: 400,
    });
    expect(moveNotes(aMove({ progress: slow }))).toEqual([
      "the guest writes 1 MiB/s meanwhile",
      "throttled: it writes faster than is sent, so the permitted downtime was raised twice, to 400 ms",
    ]);
  });
});
