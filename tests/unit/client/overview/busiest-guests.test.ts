import { describe, expect, it } from "vitest";
import { busiestGuests } from "@/lib/client/overview/busiest-guests";
import { aGuestRow } from "../a-guest-row";

const idsOf = (most: number, guests = GUESTS) => busiestGuests(guests, most).map(({ vmid }) => vmid);

const GUESTS = [
  aGuestRow({ vmid: 100, cpuFraction: 0.1, cpuCount: 2 }),
  aGuestRow({ vmid: 105, cpuFraction: 0.5, cpuCount: 4 }),
  aGuestRow({ vmid: 101, cpuFraction: null, cpuCount: 4 }),
  aGuestRow({ vmid: 102, cpuFraction: 0.5, cpuCount: 4 }),
  aGuestRow({ vmid: 103, cpuFraction: 0.9, cpuCount: 8, status: "stopped" }),
  aGuestRow({ vmid: 104, cpuFraction: 0.9, cpuCount: 1 }),
];

describe("busiestGuests", () => {
  it("counts threads, not shares, and leaves out what does not run", () => {
    expect(idsOf(3)).toEqual([102, 105, 104]);
  });

  it("orders equal ones by their id, whichever comes first", () => {
    expect(idsOf(1)).toEqual([102]);
    expect(idsOf(1, GUESTS.toReversed())).toEqual([102]);
  });

  it("gives what there is when there are few", () => {
    expect(idsOf(9)).toEqual([102, 105, 104, 100, 101]);
    expect(idsOf(8, [])).toEqual([]);
  });
});
