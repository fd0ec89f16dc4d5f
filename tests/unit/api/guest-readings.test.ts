import { describe, expect, it } from "vitest";
import { type GuestPatch, takeReadings } from "@/lib/api/guest-readings";
import type { GuestRow } from "@/lib/api/guests";
import { aGuestRow } from "../client/a-guest-row";

const guests = Array.from({ length: 10 }, (_, index) =>
  aGuestRow({ vmid: 100 + index, cpuFraction: index / 10, uptimeSeconds: null }),
);
const after: ReadonlyMap<number, GuestRow> = new Map(guests.map((guest) => [guest.vmid, guest]));
const keys = ({ clusterId, vmid }: GuestRow) => ({ clusterId, vmid });
const busier: readonly GuestPatch[] = guests.map((guest) => ({
  ...keys(guest),
  cpuFraction: guest.cpuFraction,
}));

describe("takeReadings", () => {
  it("tells of many guests field by field, with only the fields that have changed", () => {
    const { readings, rest } = takeReadings(busier, after);
    expect(readings).toEqual({
      vmids: guests.map(({ vmid }) => vmid),
      values: { cpuFraction: guests.map(({ cpuFraction }) => cpuFraction) },
    });
    expect(rest).toEqual([]);
  });

  it("leaves what else has changed in rows, and guests that are new whole", () => {
    const [first, second, ...others] = guests;
    if (!first || !second) throw new Error("there are ten guests");
    const moved = { ...keys(first), cpuFraction: first.cpuFraction, node: "pve2" };
    const locked = { ...keys(second), lock: "backup" };
    const patches = [moved, locked, ...others.map((guest) => ({ ...keys(guest), uptimeSeconds: null }))];
    const { readings, rest } = takeReadings([...patches, aGuestRow({ vmid: 200 })], after);
    expect(rest).toEqual([{ ...keys(first), node: "pve2" }, locked, aGuestRow({ vmid: 200 })]);
    expect(readings?.vmids).toEqual([100, ...others.map(({ vmid }) => vmid)]);
    expect(Object.keys(readings?.values ?? {}).sort()).toEqual(["cpuFraction", "uptimeSeconds"]);
  });

  it("tells of few guests in rows", () => {
    const few = busier.slice(0, 7);
    expect(takeReadings(few, after)).toEqual({ readings: null, rest: few });
  });
});
