import { describe, expect, it, test } from "vitest";
import { matchesGuest } from "@/lib/client/filter/match-guest";
import { parseFilter } from "@/lib/client/filter/parse-filter";
import { aGuestRow } from "../a-guest-row";

function matches(filter: string, guest = aGuestRow()): boolean {
  return matchesGuest(guest, parseFilter(filter).terms, "prod-a");
}

describe("matchesGuest", () => {
  test.each([
    "",
    "node:pve1",
    "node:PVE1,pve2",
    "node!=pve2",
    "-node:pve2",
    "cluster:prod-a",
    "state:running",
    "type:vm",
    "name~EB",
    "id:100",
    "id>=100",
    "tag:db tag:linux",
    "pool:prod",
    "lock:none",
    "ha:none",
    "-is:locked",
    "cpu>10 cpu<30",
    "cpu:20",
    "cpus>=4",
    "mem>=25 mem<=25",
    "memory:8G",
    "io>=500",
    "net>2k",
    "uptime<1d",
    "web",
    "10",
    "-nothing",
  ])("finds the guest with %s", (filter) => {
    expect(matches(filter)).toBe(true);
  });

  test.each([
    "node:pve2",
    "tag:dbx",
    "state:running node:pve2",
    "-name~web",
    "cpu>50",
    "id!=100",
    "type:ct",
    "is:template",
    "mem>25",
  ])("does not find the guest with %s", (filter) => {
    expect(matches(filter)).toBe(false);
  });

  it("lets what is not known meet no comparison", () => {
    const guest = aGuestRow({
      cpuFraction: null,
      memoryTotalBytes: null,
      netInBytesPerSecond: null,
      netOutBytesPerSecond: null,
    });
    for (const filter of ["cpu>0", "cpu<100", "mem<100", "net>=0", "cpu!=3"])
      expect(matches(filter, guest)).toBe(false);
  });

  it("ignores a term that cannot be read", () => {
    expect(matches("colour:red cpu>lots")).toBe(true);
  });
});
