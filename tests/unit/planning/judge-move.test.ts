import { describe, expect, it } from "vitest";
import { judgeMove, type MovePurposeOfPlan } from "@/lib/planning/judge-move";
import { GIB, guest, inputOf, node } from "./scenario-input";

const alone = { together: false, temporary: false };
const heavy = { memory: 32 * GIB, memoryUsed: 24 * GIB };
const outdated = (
  input: ReturnType<typeof inputOf>,
  purpose: MovePurposeOfPlan,
  underWay: { vmid: number; to: string }[] = [],
) => judgeMove(input, { vmid: 100, to: "pve2", purpose, underWay })?.outdated;

describe("judgeMove", () => {
  it("knows no guest and no node that the cluster does not have", () => {
    const input = inputOf({ guests: [guest(100, "pve1")] });
    expect(judgeMove(input, { vmid: 999, to: "pve2" })).toBeNull();
    expect(judgeMove(input, { vmid: 100, to: "pve9" })).toBeNull();
  });

  it("tells both nodes and the cluster before and after, and leaves nothing behind", () => {
    const input = inputOf({ guests: [guest(100, "pve1", heavy)] });
    const judged = judgeMove(input, { vmid: 100, to: "pve2" });
    const { source, target, worstShare, health } = judged?.effect ?? {};
    expect(source?.before.memory).toBeCloseTo(24 / 64, 6);
    expect(source?.after.memory).toBeCloseTo(0, 6);
    expect(target?.before.memory).toBeCloseTo(0, 6);
    expect(target?.after.memory).toBeCloseTo(24 / 64, 6);
    expect(worstShare?.after).toBeCloseTo(worstShare?.before ?? -1, 6);
    expect(health?.before).toBeCloseTo(health?.after ?? -1, 6);
    expect(judgeMove(input, { vmid: 100, to: "pve2" })).toEqual(judged);
  });

  it("counts guests that are on their way where they go", () => {
    const input = inputOf({ guests: [guest(100, "pve1", heavy), guest(101, "pve1", heavy)] });
    const before = judgeMove(input, { vmid: 100, to: "pve2", underWay: [{ vmid: 101, to: "pve2" }] });
    expect(before?.effect?.target.before.memory).toBeCloseTo(24 / 64, 6);
  });
});

describe("what a move was planned for", () => {
  const together = {
    guests: [100, 101].map((vmid) => guest(vmid, "pve1", { tags: ["plb_anti_affinity_db"] })),
  };
  const [rule] = inputOf(together).rules;
  const repair: MovePurposeOfPlan = { need: "rule", subject: rule?.id ?? "", ...alone };

  it("is there while its rule is broken, and gone when it is kept", () => {
    expect(outdated(inputOf(together), repair)).toBeNull();
    expect(outdated(inputOf(together), repair, [{ vmid: 101, to: "pve3" }])).toMatch(/is kept by now/);
  });

  it("is gone when the guest is not one that breaks the rule any more", () => {
    const guests = [
      ...together.guests,
      ...[102, 103].map((vmid) => guest(vmid, "pve3", { tags: ["plb_anti_affinity_db"] })),
    ];
    expect(outdated(inputOf({ guests }), repair, [{ vmid: 101, to: "pve2" }])).toMatch(
      /does not break the rule/,
    );
  });

  it("is there while its node is to be emptied", () => {
    const nodes = [node("pve1", { maintenance: true }), node("pve2"), node("pve3")];
    const guests = [guest(100, "pve1")];
    const empty: MovePurposeOfPlan = { need: "evacuation", subject: "pve1", ...alone };
    expect(outdated(inputOf({ nodes, guests }), empty)).toBeNull();
    expect(outdated(inputOf({ guests }), empty)).toBe("pve1 is not to be emptied any more.");
  });

  it("is there while its node holds more than it has", () => {
    const full = [1, 2, 3].map((number) =>
      guest(99 + number, "pve1", { memory: 24 * GIB, memoryUsed: 23 * GIB }),
    );
    const relieve: MovePurposeOfPlan = { need: "capacity", subject: "pve1", ...alone };
    expect(outdated(inputOf({ guests: full }), relieve)).toBeNull();
    expect(outdated(inputOf({ guests: full.slice(0, 2) }), relieve)).toMatch(
      /does not hold more than it has/,
    );
  });

  it("for balance's sake is there though the guest has just been moved: that was heeded when the plan was made", () => {
    const input = inputOf({ guests: [guest(100, "pve1", heavy), guest(101, "pve1", heavy)] });
    const policy = {
      ...{ priority: 0, dirtyBytesPerSecond: null, cpuPressureFraction: null },
      ...{ ioPressureFraction: null, memoryPressureFraction: null },
      ...{ heldUntilMs: input.snapshot.readAtMs + 60_000, notBackTo: "pve2" },
    };
    const rested = { ...input, guestPolicies: new Map([[100, policy]]) };
    const judged = judgeMove(rested, {
      vmid: 100,
      to: "pve2",
      purpose: { need: "imbalance", subject: "pve1", ...alone },
    });
    expect(judged?.warnings.map(({ code }) => code).sort()).toEqual(["held-guest", "sent-back"]);
    expect(judged?.outdated).toBeNull();
  });

  it("for balance's sake is gone when it relieves nothing any more, unless it only makes sense with others", () => {
    const even: MovePurposeOfPlan = { need: "imbalance", subject: "pve1", ...alone };
    const crowded = [guest(100, "pve1", heavy), guest(101, "pve1", heavy)];
    expect(outdated(inputOf({ guests: crowded }), even)).toBeNull();
    const level = [guest(100, "pve1", heavy), guest(101, "pve2", heavy)];
    expect(outdated(inputOf({ guests: level }), even)).not.toBeNull();
    expect(outdated(inputOf({ guests: [guest(100, "pve1", heavy)] }), even)).toMatch(/not relieve|worse off/);
    expect(
      outdated(inputOf({ guests: [guest(100, "pve1", heavy)] }), { ...even, together: true }),
    ).toBeNull();
  });

  it("lets a group travel guest by guest, and a guest stop on its way", () => {
    const group = [100, 101, 102].map((vmid) => guest(vmid, "pve1", { tags: ["plb_affinity_web"] }));
    const input = inputOf({ guests: group });
    const codes = (purpose?: MovePurposeOfPlan) =>
      judgeMove(input, { vmid: 100, to: "pve2", ...(purpose && { purpose }) })?.refusals.map(
        ({ code }) => code,
      );
    expect(codes()).toEqual(["affinity"]);
    const home: MovePurposeOfPlan = { need: "home", subject: "pve2", together: true, temporary: false };
    expect(codes(home)).toEqual([]);
  });
});
