import { describe, expect, it, test } from "vitest";
import { freezeOrder } from "@/lib/client/guests/freeze-order";
import { groupGuests, parseGuestGrouping } from "@/lib/client/guests/group-guests";
import { guestSortText, parseGuestSort, sortGuests } from "@/lib/client/guests/sort-guests";
import { aGuestRow } from "../a-guest-row";

const guests = [
  aGuestRow({ vmid: 101, cpuFraction: 0.5, name: "b", pool: null, tags: [] }),
  aGuestRow({ vmid: 102, cpuFraction: null, name: null, node: "pve10", tags: ["web", "db"] }),
  aGuestRow({ vmid: 100, cpuFraction: 0.5, name: "a", node: "pve2", status: "stopped", tags: ["db"] }),
  aGuestRow({ vmid: 103, cpuFraction: 0.9, name: "C" }),
];

function idsBy(sort: string): readonly number[] {
  return sortGuests(guests, parseGuestSort(sort)).map(({ vmid }) => vmid);
}

describe("sortGuests", () => {
  test.each([
    ["cpu", [100, 101, 103, 102]],
    ["-cpu", [103, 100, 101, 102]],
    ["name", [100, 101, 103, 102]],
    ["-name", [103, 101, 100, 102]],
    ["nonsense", [100, 101, 102, 103]],
  ])("orders by %s with the unknown last", (sort, ids) => {
    expect(idsBy(sort)).toEqual(ids);
  });

  it("keeps the default out of the address", () => {
    expect(guestSortText(parseGuestSort(null))).toBeNull();
    expect(guestSortText(parseGuestSort("-cpu"))).toBe("-cpu");
  });
});

describe("groupGuests", () => {
  it("makes no headings unless asked", () => {
    expect(groupGuests(guests, "none").every(({ kind }) => kind === "guest")).toBe(true);
    expect(parseGuestGrouping("colour")).toBe("none");
  });

  it("orders nodes as people count", () => {
    const titles = groupGuests(guests, "node").flatMap((line) => (line.kind === "group" ? [line.title] : []));
    expect(titles).toEqual(["pve1", "pve2", "pve10"]);
  });

  it("shows a guest under each of its tags and the untagged last, with counts", () => {
    const groups = groupGuests(guests, "tag").flatMap((line) =>
      line.kind === "group" ? [[line.title, line.guests, line.running]] : [],
    );
    expect(groups).toEqual([
      ["db", 3, 2],
      ["linux", 1, 1],
      ["web", 1, 1],
      ["no tag", 1, 1],
    ]);
  });

  it("keeps the line of a guest that has not changed", () => {
    const [first, second] = groupGuests(guests, "none");
    const next = guests.map((guest, index) => (index === 0 ? { ...guest, cpuFraction: 0.6 } : guest));
    const lines = groupGuests(next, "none");
    expect(lines[0]).not.toBe(first);
    expect(lines[1]).toBe(second);
  });

  it("gives every line its own key", () => {
    const keys = groupGuests(guests, "tag").map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe("freezeOrder", () => {
  it("keeps rows in place, drops the gone, adds the new at the end and counts what would move", () => {
    expect(freezeOrder(["a", "b", "c"], ["c", "a", "d"])).toEqual({ order: ["a", "c", "d"], moved: 2 });
    expect(freezeOrder([], ["a", "b"])).toEqual({ order: ["a", "b"], moved: 0 });
  });
});
