import { describe, expect, it } from "vitest";
import type { EvacuationPreview, MaintenanceGuest, MaintenanceRow } from "@/lib/api/maintenance";
import { evacuationProgress, guestGroups, homeProgress } from "@/lib/client/maintenance/maintenance-progress";
import { maintenanceLook } from "@/lib/client/maintenance/maintenance-words";
import {
  EMPTY_START,
  sortPreview,
  startProblem,
  wishesOf,
  withChoice,
} from "@/lib/client/maintenance/start-form";

const COUNTS: MaintenanceRow["counts"] = {
  total: 0,
  waiting: 0,
  underWay: 0,
  moved: 0,
  shutDown: 0,
  left: 0,
  blocked: 0,
  appeared: 0,
  home: 0,
  away: 0,
};

function row(parts: Partial<MaintenanceRow>): MaintenanceRow {
  return {
    id: "11111111-1111-4111-8111-111111111111",
    clusterId: "22222222-2222-4222-8222-222222222222",
    clusterName: "prod-a",
    node: "pve2",
    active: true,
    startedAtMs: 0,
    startedBy: "ana",
    reason: "",
    untilMs: null,
    overdue: false,
    endedAtMs: null,
    endedBy: null,
    nodeStatus: "online",
    native: false,
    evacuation: "running",
    evacuationStartedAtMs: 0,
    evacuationEndedAtMs: null,
    safeToReboot: false,
    home: "none",
    homeStartedAtMs: null,
    homeEndedAtMs: null,
    summary: "",
    trouble: null,
    counts: COUNTS,
    secondsLeft: null,
    wavesLeft: null,
    canEvacuate: false,
    canPause: false,
    canResume: false,
    canCancel: false,
    canEnd: false,
    canBringHome: false,
    ...parts,
  };
}

function guest(vmid: number, parts: Partial<MaintenanceGuest>): MaintenanceGuest {
  return {
    vmid,
    name: null,
    kind: "qemu",
    running: true,
    ha: false,
    choice: null,
    action: null,
    state: "waiting",
    from: "pve2",
    to: null,
    node: null,
    wave: null,
    seconds: null,
    moveId: null,
    moveState: null,
    upid: null,
    tries: 0,
    reason: null,
    fix: null,
    home: "none",
    homeMoveId: null,
    homeMoveState: null,
    homeReason: null,
    ...parts,
  };
}

describe("a node in maintenance", () => {
  it.each([
    [{ safeToReboot: true, evacuation: "empty" }, "empty: safe to reboot"],
    [{ safeToReboot: false, evacuation: "empty" }, "no longer empty"],
    [{ evacuation: "running" }, "being emptied"],
    [{ evacuation: "blocked" }, "blocked"],
    [{ evacuation: "none" }, "in maintenance, not emptied"],
    [{ safeToReboot: true, evacuation: "empty", home: "running" }, "bringing guests home"],
    [{ active: false, home: "done" }, "ended, all guests are home"],
    [{ active: false, safeToReboot: true, evacuation: "empty" }, "ended"],
  ] as const)("%o is called %s", (parts, word) => {
    expect(maintenanceLook(row(parts)).word).toBe(word);
  });

  it("counts guests as settled that stay on purpose, and blocked ones not", () => {
    const counts = { ...COUNTS, total: 10, waiting: 3, underWay: 2, blocked: 1, moved: 3, left: 1 };
    expect(evacuationProgress({ counts })).toEqual({ done: 4, total: 10 });
  });

  it("counts guests as home of those that left", () => {
    const guests = [
      guest(1, { home: "home" }),
      guest(2, { home: "away" }),
      guest(3, {}),
      guest(4, { home: "gone" }),
    ];
    expect(homeProgress(guests)).toEqual({ done: 1, total: 2 });
  });

  it("shows what needs somebody first, then what goes on, wave by wave", () => {
    const groups = guestGroups({
      guests: [
        guest(105, { state: "left" }),
        guest(101, { state: "waiting", wave: 2 }),
        guest(104, { state: "moved", wave: 1 }),
        guest(103, { state: "blocked" }),
        guest(102, { state: "under-way", wave: 1 }),
        guest(106, { state: "waiting" }),
        guest(100, { state: "waiting", wave: 2 }),
        guest(107, { state: "appeared" }),
      ],
    });
    expect(groups.map(({ title, guests }) => [title, guests.map(({ vmid }) => vmid)])).toEqual([
      ["Blocked", [103, 107]],
      ["Under way", [102]],
      ["Wave 2", [100, 101]],
      ["Waiting", [106]],
      ["Done", [104]],
      ["Stay", [105]],
    ]);
  });
});

describe("the start of a maintenance", () => {
  it("asks for the node's very name before it is emptied", () => {
    expect(startProblem(EMPTY_START, "pve2")).toBe("Type pve2 to confirm that it is emptied.");
    expect(startProblem({ ...EMPTY_START, confirm: "PVE2" }, "pve2")).not.toBeNull();
    expect(startProblem({ ...EMPTY_START, confirm: " pve2 " }, "pve2")).toBeNull();
    expect(startProblem({ ...EMPTY_START, evacuate: false }, "pve2")).toBeNull();
  });

  it("sends each guest's last choice once", () => {
    const choices = withChoice(
      withChoice(withChoice(EMPTY_START.choices, 102, "leave"), 101, "shutdown"),
      102,
      "migrate",
    );
    expect(wishesOf({ choices, leaveStopped: true })).toEqual({
      choices: [
        { vmid: 101, action: "shutdown" },
        { vmid: 102, action: "migrate" },
      ],
      leaveStopped: true,
    });
  });

  it("lists blocked guests first, then the waves, then those that stay", () => {
    const of = (
      vmid: number,
      action: EvacuationPreview["guests"][number]["action"],
      wave: number | null,
    ) => ({
      vmid,
      action,
      wave,
    });
    const guests = [
      of(1, "leave", null),
      of(2, "live", 2),
      of(3, "live", 1),
      of(4, "blocked", null),
      of(5, "shutdown", null),
    ];
    expect(sortPreview(guests).map(({ vmid }) => vmid)).toEqual([4, 3, 2, 5, 1]);
  });
});
