import { describe, expect, it } from "vitest";
import type { Guest } from "@/lib/inventory/snapshot";
import { judgeGuest, type KnownGuest } from "@/lib/server/collection/identity/judge-guest";
import { FieldReader } from "@/lib/server/collection/normalise/field-reader";
import { normaliseGuest } from "@/lib/server/collection/normalise/normalise-guest";
import { Problems } from "@/lib/server/collection/normalise/problems";

const T0 = 1_800_000_000_000;

function aGuest(): Guest {
  const fields = { type: "qemu", vmid: 100, node: "pve1", name: "web", status: "running" };
  const row = new FieldReader(fields, "/x[0]", new Problems());
  const guest = normaliseGuest(row, { previous: undefined, readAtMs: T0 });
  if (!guest) throw new Error("no guest");
  return { ...guest, creationMark: "ctime=1" };
}

describe("judgeGuest", () => {
  const known: KnownGuest = {
    id: 1,
    vmid: 100,
    mark: "ctime=1",
    kind: "qemu",
    name: "web",
    firstSeenAtMs: T0,
    removed: false,
  };
  const guest = aGuest();

  it.each([
    ["the same mark", known, guest, true, "same"],
    ["another creation time", known, { ...guest, creationMark: "ctime=2" }, true, "another"],
    ["no mark yet", known, { ...guest, creationMark: null }, true, "same"],
    [
      "a mark that was not known before",
      { ...known, mark: "" },
      guest,
      true,
      "same, with its mark now known",
    ],
    ["another kind", known, { ...guest, kind: "lxc" as const }, true, "another"],
    [
      "a rollback's new vmgenid",
      { ...known, mark: "vmgenid=a" },
      { ...guest, creationMark: "vmgenid=b" },
      true,
      "same",
    ],
    [
      "a new vmgenid after it was gone",
      { ...known, mark: "vmgenid=a" },
      { ...guest, creationMark: "vmgenid=b" },
      false,
      "another",
    ],
    [
      "a container back under another name",
      { ...known, mark: "", removed: true, name: "old" },
      { ...guest, creationMark: null },
      false,
      "another",
    ],
    [
      "a container back under its name",
      { ...known, mark: "", removed: true },
      { ...guest, creationMark: null },
      false,
      "same",
    ],
  ] as const)("takes %s rightly", (_, before, now, wasThere, verdict) => {
    expect(judgeGuest(before, now, wasThere, T0 + 3_600_000)).toBe(verdict);
  });
});
