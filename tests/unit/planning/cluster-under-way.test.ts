import { describe, expect, it } from "vitest";
import { clusterModelOf, onClusterUnderWay } from "@/lib/planning/cluster-under-way";
import { migrationOptions } from "@/lib/planning/migration-options";
import { clusterFigures } from "@/lib/planning/move-effect";
import { GIB, guest, inputOf } from "./scenario-input";

const heavy = { memory: 32 * GIB, memoryUsed: 24 * GIB, cpuUsed: 0.3 };
const guests = [100, 101, 102].map((vmid) => guest(vmid, "pve1", heavy));
const everybody = { vmid: null, underWay: [] };

describe("a cluster that is asked about again and again", () => {
  it("is made once for one input, and anew for another", () => {
    const input = inputOf({ guests });
    const model = clusterModelOf(input);
    expect(onClusterUnderWay(input, everybody, (state) => state.model)).toBe(model);
    expect(clusterModelOf({ ...input })).not.toBe(model);
  });

  it("answers as one that was made for the question, whatever was asked before", () => {
    const input = inputOf({ guests });
    const fresh = () => migrationOptions({ ...input }, 100);
    const moving = [
      { vmid: 101, to: "pve2" },
      { vmid: 100, to: "pve3" },
    ];
    const withMoving = migrationOptions(input, 100, moving);
    expect(withMoving).toEqual(migrationOptions({ ...input }, 100, moving));
    expect(withMoving).not.toEqual(fresh());
    expect(migrationOptions(input, 100)).toEqual(fresh());
    expect(onClusterUnderWay(input, everybody, clusterFigures)).toEqual(
      onClusterUnderWay({ ...input }, everybody, clusterFigures),
    );
  });

  it("is made anew after a question that failed half way", () => {
    const input = inputOf({ guests });
    const failing = () =>
      onClusterUnderWay(input, { vmid: null, underWay: [{ vmid: 101, to: "pve2" }] }, () => {
        throw new RangeError("half way");
      });
    expect(failing).toThrow("half way");
    expect(migrationOptions(input, 100)).toEqual(migrationOptions({ ...input }, 100));
  });
});
