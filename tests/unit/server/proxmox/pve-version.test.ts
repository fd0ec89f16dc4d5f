import { describe, expect, it } from "vitest";
import { atLeast, parsePveVersion, plainPveVersion } from "@/lib/server/proxmox/pve-version";

describe("atLeast", () => {
  it.each([
    ["8.2.0", "8.2", true],
    ["8.1.10", "8.2", false],
    ["9.0", "8.4", true],
    ["8.4.1", "9.0", false],
    ["10.0.1", "9.2", true],
    ["pve-manager/9.1.2/9d436f37a0ac4172", "9.1", true],
    ["8.4.1-pve1", "8.4.2", false],
  ])("says whether %s is %s or newer: %s", (version, minimum, answer) => {
    expect(atLeast(version, minimum)).toBe(answer);
  });

  it.each([null, undefined, "", "garbage", "9"])(
    "takes %j as too old, so that nothing new is asked",
    (version) => {
      expect(atLeast(version, "5.0")).toBe(false);
    },
  );
});

describe("parsePveVersion", () => {
  it("reads the forms that PVE uses", () => {
    expect(parsePveVersion("pve-manager/9.1.2/9d43")).toEqual({ major: 9, minor: 1, patch: 2 });
    expect(parsePveVersion("8.4")).toEqual({ major: 8, minor: 4, patch: 0 });
    expect(plainPveVersion("pve-manager/9.1.2/9d43")).toBe("9.1.2");
  });
});
