import { describe, expect, it, test } from "vitest";
import {
  bytesText,
  guestText,
  listText,
  percentText,
  secondsText,
} from "@/lib/planning/reasons/figure-texts";
import { type KeptBecause, keptGuest } from "@/lib/planning/reasons/kept-guest";
import type { MoveEvidence } from "@/lib/planning/reasons/move-evidence";
import { moveReason } from "@/lib/planning/reasons/move-reason";
import { blockedGuest } from "@/lib/planning/reasons/refused-guest";
import type { PlacementRule } from "@/lib/planning/rules/placement-rule";
import { evidence, nodeEvidence } from "./evidence";

describe("figures in words", () => {
  it("have units and at most one decimal", () => {
    expect([bytesText(0), bytesText(1536), bytesText(6_442_450_944)]).toEqual(["0 B", "1.5 KiB", "6 GiB"]);
    expect(percentText(0.9149)).toBe("91.5 %");
    expect([0.14, 41.4, 720, 12_600].map(secondsText)).toEqual(["0.1 s", "41 s", "12 min", "3 h 30 min"]);
    expect(listText(["a", "b", "c"])).toBe("a, b and c");
    expect(listText(["1", "2", "3", "4", "5", "6"])).toBe("1, 2, 3, 4 and 2 more");
    expect(guestText({ name: "VM 100", kind: "qemu", vmid: 100 })).toBe("VM 100");
    expect(guestText({ name: "web", kind: "lxc", vmid: 101 })).toBe("web (CT 101)");
  });
});

const pin: PlacementRule = {
  id: "lic",
  kind: "pin",
  origin: "page",
  strict: true,
  vmids: [100],
  nodes: ["pve2"],
};

describe("why a guest moves", () => {
  it("says what is relieved by how much, and what it takes", () => {
    expect(moveReason(evidence()).sentence).toBe(
      "pve1 has 91 % CPU in use, above the threshold of 60 %: moving db1 (VM 100) to pve2 brings it to 72 %, and pve2 " +
        "from 20 % to 39 %. It moves live in about 59 s, 6 GiB sent, 0.1 s of downtime. It is worth 4 h 34 min.",
    );
  });

  test.each<[string, Partial<MoveEvidence>, RegExp]>([
    [
      "a pin",
      { need: "rule", subject: "lic", rule: pin },
      /^Rule "lic" does not permit db1 \(VM 100\) on pve1/,
    ],
    [
      "guests to be kept apart",
      { need: "rule", subject: "lic", rule: { ...pin, kind: "anti-affinity" } },
      /keeps its guests on different nodes/,
    ],
    [
      "guests to be kept together",
      { need: "rule", subject: "lic", rule: { ...pin, kind: "affinity" } },
      /joins them on pve2/,
    ],
    ["a node to be emptied", { need: "evacuation" }, /^pve1 is to be emptied: db1 \(VM 100\) goes to pve2/],
    [
      "room for others",
      { need: "evacuation", subject: "pve3" },
      /goes from pve1 to pve2 so that pve3 can be emptied/,
    ],
    ["a way home", { need: "home" }, /^db1 \(VM 100\) goes home from pve1 to pve2/],
    ["a number of guests", { need: "distribution" }, /^pve1 holds 5 guests and pve2 5/],
    ["a full node", { need: "capacity" }, /more than it should hold/],
    ["a stop on the way", { temporary: true }, /stops over on pve2 to make room on pve1/],
  ])("for %s", (_name, overrides, says) => {
    expect(moveReason(evidence(overrides)).sentence).toMatch(says);
  });

  it("warns of a guest that has to be slowed down", () => {
    expect(moveReason(evidence({}, { dirtyBytesPerSecond: 250_000_000 })).sentence).toContain(
      "slowed down by up to 75 %",
    );
  });

  it("gives the same figures as factors", () => {
    const { factors } = moveReason(evidence());
    expect(factors).toContainEqual({
      key: "cpu",
      node: "pve1",
      before: 0.91,
      after: 0.72,
      limit: 0.6,
      unit: "fraction",
    });
    expect(factors.map(({ key }) => key)).toEqual([
      "cpu",
      "memory",
      "score",
      "cpu",
      "memory",
      "score",
      "cost",
      "downtime",
      "bytes",
      "benefit",
    ]);
    const waiting = nodeEvidence("pve1", { ioWaitFraction: 0.5 }, { ioWaitFraction: 0.1 });
    expect(moveReason(evidence({ source: waiting })).factors[2]).toMatchObject({
      key: "iowait",
      before: 0.5,
    });
  });
});

describe("why a guest stays", () => {
  const { guest } = evidence();

  test.each<[KeptBecause, RegExp]>([
    [{ reason: "no-gain", target: "pve2" }, /pve2, would be no better off than pve1 is now/],
    [
      { reason: "too-small", target: "pve2", reliefFraction: 0.01, leastFraction: 0.02 },
      /by 1 %; a move must bring at least 2 %/,
    ],
    [
      { reason: "too-costly", target: "pve2", costSeconds: 900, benefitSeconds: 60 },
      /about 15 min and be worth 60 s/,
    ],
    [{ reason: "lowers-score", target: "pve2", scoreBefore: 70, scoreAfter: 60.4 }, /from 70 to 60/],
    [{ reason: "not-needed", moved: 2 }, /relieve pve1 enough/],
    [{ reason: "not-needed", moved: 0 }, /needs no relief/],
    [{ reason: "move-limit", limit: 3 }, /at most 3 moves/],
    [{ reason: "time-limit", limitMs: 2_000 }, /after 2 s/],
    [{ reason: "no-load" }, /nothing that pve1 is short of/],
  ])("%o", (because, says) => {
    const { vmid, reason, detail } = keptGuest(guest, because);
    expect({ vmid, reason }).toEqual({ vmid: 100, reason: because.reason });
    expect(detail).toMatch(says);
  });
});

describe("a guest that must move and cannot", () => {
  const { guest } = evidence();
  const full = (target: string) => ({
    target,
    refusal: {
      code: "memory-headroom" as const,
      detail: `${target} is full.`,
      fix: `Free memory on ${target}.`,
    },
  });

  it("is told what every node says, and what helps", () => {
    const offline = {
      target: "pve3",
      refusal: { code: "target-offline" as const, detail: "pve3 is not online.", fix: "Bring pve3 back." },
    };
    const blocked = blockedGuest(guest, [offline, full("pve2")]);
    expect(blocked).toMatchObject({ vmid: 100, node: "pve1", reason: "target-offline" });
    expect(blocked.detail).toBe("db1 (VM 100) fits on no other node. pve3 is not online. pve2 is full.");
    expect(blocked.fix).toBe("Bring pve3 back. Or: Free memory on pve2.");
  });

  it("hears once of nodes that refuse it for the same reason", () => {
    const names = ["pve2", "pve3", "pve4", "pve5", "pve6"];
    const pinned = {
      target: "pve7",
      refusal: { code: "pin" as const, detail: "A rule forbids pve7.", fix: "Change the rule." },
    };
    const blocked = blockedGuest(guest, [pinned, ...names.map(full)]);
    expect(blocked.reason).toBe("memory-headroom");
    expect(blocked.detail).toBe(
      "db1 (VM 100) fits on no other node. pve2, pve3 and 3 others: not enough memory. A rule forbids pve7.",
    );
    expect(blocked.fix).toBe("Free memory on pve2. Or: Change the rule.");
    const two = blockedGuest(guest, names.slice(0, 2).map(full));
    expect(two.detail).toContain("pve2 and pve3: not enough memory.");
  });

  it("has its own trouble named first", () => {
    const own = {
      target: "pve3",
      refusal: { code: "locked" as const, detail: "It is locked.", fix: "Unlock it." },
    };
    expect(blockedGuest(guest, [full("pve2"), own])).toMatchObject({
      reason: "locked",
      detail: "It is locked.",
      fix: "Unlock it.",
    });
  });

  it("without another node has nowhere to go", () => {
    expect(blockedGuest(guest, [])).toMatchObject({ reason: "no-target" });
    expect(blockedGuest(guest, []).fix).not.toBe("");
  });
});
