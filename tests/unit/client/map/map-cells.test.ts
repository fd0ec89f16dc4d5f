import { describe, expect, it } from "vitest";
import { layoutMap } from "@/lib/client/map/layout-map";
import { mapArrows } from "@/lib/client/map/map-arrows";
import { cellLooks, guestSizes } from "@/lib/client/map/map-cells";
import { mapViewOf } from "@/lib/client/map/map-views";
import { aGuestRow } from "../a-guest-row";

const keyOf = (vmid: number) => `${aGuestRow().clusterId}:${vmid}`;

describe("cells of the map", () => {
  it("are as strong as the guest uses what it has", () => {
    const guests = [
      aGuestRow({ vmid: 1, cpuFraction: 0.25, memoryUsedBytes: 6 * 1024 ** 3 }),
      aGuestRow({ vmid: 2, status: "stopped", cpuFraction: 0 }),
      aGuestRow({ vmid: 3, cpuFraction: null }),
    ];
    const cpu = cellLooks(guests, mapViewOf("cpu"));
    expect([1, 2, 3].map((vmid) => cpu.get(keyOf(vmid))?.strength)).toEqual([0.25, null, null]);
    expect(cellLooks(guests, mapViewOf("memory")).get(keyOf(1))?.strength).toBe(0.75);
  });

  it("compare rates with the busiest guest's, where there is no limit", () => {
    const guests = [100, 25, 0].map((rate, vmid) =>
      aGuestRow({ vmid, netInBytesPerSecond: rate, netOutBytesPerSecond: 0 }),
    );
    const looks = cellLooks(guests, mapViewOf("network"));
    expect([0, 1, 2].map((vmid) => looks.get(keyOf(vmid))?.strength)).toEqual([1, 0.5, 0]);
  });

  it("keep their look while nobody could see a difference", () => {
    const view = mapViewOf("cpu");
    const before = cellLooks([aGuestRow({ vmid: 1, cpuFraction: 0.25 }), aGuestRow({ vmid: 2 })], view);
    const next = [aGuestRow({ vmid: 1, cpuFraction: 0.252 }), aGuestRow({ vmid: 2, lock: "backup" })];
    const after = cellLooks(next, view, before);
    expect(after.get(keyOf(1))).toBe(before.get(keyOf(1)));
    expect(after.get(keyOf(2))).not.toBe(before.get(keyOf(2)));
  });

  it("carry a mark for each thing that holds a guest or moves it", () => {
    const guest = aGuestRow({ passthrough: true, bindMount: "local", lock: "backup", haState: "started" });
    const marks = cellLooks([guest], mapViewOf(null)).get(keyOf(100))?.marks;
    expect(marks).toEqual(["passthrough", "local-mount", "locked", "ha"]);
  });

  it("are sized by busy threads, bytes or rates, and by nothing while the guest is off", () => {
    const running = aGuestRow({ cpuFraction: 0.5, cpuCount: 8 });
    expect(guestSizes([running], mapViewOf("cpu"))[0]?.size).toBe(4);
    expect(guestSizes([running], mapViewOf("allocated"))[0]?.size).toBe(8 * 1024 ** 3);
    expect(guestSizes([aGuestRow({ status: "stopped" })], mapViewOf("allocated"))[0]?.size).toBe(0);
  });
});

describe("a plan on the map", () => {
  const guests = Array.from({ length: 12 }, (_, index) => ({ key: `g${index}`, size: 1, rank: index }));
  const layout = layoutMap(
    [
      { name: "pve1", capacity: 1, guests },
      { name: "pve2", capacity: 1, guests: [] },
    ],
    { width: 800, height: 500 },
  );

  it("has a ghost on the target for each move, none upon another", () => {
    const moves = guests.map(({ key }) => ({ key, to: "pve2", label: key }));
    const arrows = mapArrows(layout, moves);
    expect(arrows).toHaveLength(12);
    const places = new Set(arrows.map(({ ghost }) => `${ghost.x}/${ghost.y}`));
    expect(places.size).toBe(12);
    const target = layout.blocks[1];
    for (const { ghost } of arrows) expect(ghost.x).toBeGreaterThanOrEqual((target?.x ?? 0) - 3);
  });

  it("leaves out guests and targets that are not on it", () => {
    const moves = [
      { key: "g1", to: "elsewhere", label: "" },
      { key: "gone", to: "pve2", label: "" },
    ];
    expect(mapArrows(layout, moves)).toEqual([]);
  });
});
