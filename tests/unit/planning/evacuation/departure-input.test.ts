import { describe, expect, it } from "vitest";
import { type DepartureWishes, departureInput } from "@/lib/planning/evacuation/departure-input";
import { planEvacuation } from "@/lib/planning/evacuation/plan-evacuation";
import { withGuestsUnderWay } from "@/lib/planning/evacuation/with-guests-under-way";
import { GIB, guest, inputOf, node } from "../scenario-input";

const guests = [
  guest(100, "pve1"),
  guest(101, "pve1"),
  guest(102, "pve2"),
  guest(103, "pve1", { status: "stopped" }),
];
const NOTHING: DepartureWishes = { emptying: ["pve1"], kept: [], avoided: new Map(), underWay: [] };

function plan(wishes: Partial<DepartureWishes>, overrides: Parameters<typeof inputOf>[0] = { guests }) {
  const all = { ...NOTHING, ...wishes };
  const made = planEvacuation(departureInput(inputOf(overrides), all), all.emptying);
  expect(made.certificate.checks.filter(({ ok }) => !ok)).toEqual([]);
  return made;
}

describe("departureInput", () => {
  it("leaves guests that stay on purpose, and empties the rest", () => {
    const { moves } = plan({ kept: [101] });
    expect(moves.map(({ vmid }) => vmid).sort()).toEqual([100, 103]);
  });

  it("goes by what is said for this evacuation, not by what was left on purpose before", () => {
    const input = inputOf({ guests });
    const policy = { priority: 0, heldUntilMs: null, notBackTo: null, dirtyBytesPerSecond: null };
    const pressures = { cpuPressureFraction: null, ioPressureFraction: null, memoryPressureFraction: null };
    const left = { ...policy, ...pressures, leftOnPurpose: true };
    const guestPolicies = new Map([100, 103].map((vmid) => [vmid, left]));
    const made = planEvacuation(departureInput({ ...input, guestPolicies }, NOTHING), ["pve1"]);
    expect(made.moves.map(({ vmid }) => vmid).sort()).toEqual([100, 101, 103]);
    const stored = planEvacuation({ ...input, guestPolicies }, ["pve1"]);
    expect(stored.moves.map(({ vmid }) => vmid)).toEqual([101]);
    expect(stored).toMatchObject({ blocked: [], certificate: { ok: true } });
  });

  it("keeps a guest clear of the nodes to which its moves failed, while there are others", () => {
    for (const failed of ["pve2", "pve3"]) {
      const { moves } = plan({ avoided: new Map([[100, [failed]]]) });
      const to = moves.find(({ vmid }) => vmid === 100)?.to;
      expect(["pve2", "pve3"]).toContain(to);
      expect(to).not.toBe(failed);
    }
  });

  it("forgets failures when every node has failed", () => {
    const { moves, blocked } = plan({ avoided: new Map([[100, ["pve2", "pve3"]]]) });
    expect(moves.map(({ vmid }) => vmid)).toContain(100);
    expect(blocked).toEqual([]);
  });

  it("does not touch the guests of a node in maintenance that nobody empties", () => {
    const nodes = [node("pve1"), node("pve2", { maintenance: true }), node("pve3")];
    const { moves } = plan({}, { nodes, guests });
    expect(moves.map(({ vmid, to }) => [vmid, to]).sort()).toEqual([
      [100, "pve3"],
      [101, "pve3"],
      [103, "pve3"],
    ]);
  });

  it("empties nodes together, and sends nobody from one to the other", () => {
    const { moves } = plan({ emptying: ["pve1", "pve2"] });
    expect(moves.map(({ vmid, to }) => [vmid, to]).sort()).toEqual(
      [100, 101, 102, 103].map((vmid) => [vmid, "pve3"]),
    );
  });

  it("counts a guest that is on its way on both nodes", () => {
    const large = { memory: 40 * GIB, memoryUsed: 40 * GIB };
    const two = [guest(100, "pve1", large), guest(101, "pve1", large)];
    const nodes = [node("pve1", { memory: 128 * GIB }), node("pve2"), node("pve3", { memory: 16 * GIB })];
    expect(plan({}, { nodes, guests: two }).moves).toHaveLength(1);
    const { moves, blocked } = plan({ underWay: [{ vmid: 100, to: "pve2" }] }, { nodes, guests: two });
    expect(moves).toEqual([]);
    expect(blocked.map(({ vmid }) => vmid)).toEqual([101]);
  });
});

describe("withGuestsUnderWay", () => {
  const { snapshot } = inputOf({ guests });
  const memoryOf = (name: string, of = snapshot) =>
    of.nodes.find((one) => one.name === name)?.memoryUsedBytes ?? 0;

  it("puts the guest where it goes, with what it uses, and leaves its source's reading as it is", () => {
    const after = withGuestsUnderWay(snapshot, [{ vmid: 100, to: "pve3" }]);
    expect(after.guests.find(({ vmid }) => vmid === 100)?.node).toBe("pve3");
    expect(memoryOf("pve3", after) - memoryOf("pve3")).toBe(2 * GIB);
    expect(memoryOf("pve1", after)).toBe(memoryOf("pve1"));
  });

  it.each([
    ["a guest that is off", 103, "pve3"],
    ["a guest that has arrived", 102, "pve2"],
    ["a node that is not there", 100, "pve9"],
    ["a guest that is not there", 999, "pve3"],
  ])("counts nothing for %s", (_why, vmid, to) => {
    const after = withGuestsUnderWay(snapshot, [{ vmid, to }]);
    expect(after.nodes).toEqual(snapshot.nodes);
  });
});
