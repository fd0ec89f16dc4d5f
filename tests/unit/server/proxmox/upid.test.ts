import { describe, expect, it } from "vitest";
import { formatUpid, parseUpid } from "@/lib/server/proxmox/upid";

describe("parseUpid", () => {
  it("reads node, process, start, type, subject and user", () => {
    expect(parseUpid("UPID:pve:000586D2:0078E219:6A4BB5CA:qmstart:9102:root@pam!sdk:")).toEqual({
      node: "pve",
      processId: 0x000586d2,
      processStart: 0x0078e219,
      startedAtMs: 0x6a4bb5ca * 1_000,
      type: "qmstart",
      subject: "9102",
      user: "root@pam!sdk",
    });
  });

  it.each([
    "UPID:ip-122-82-3-112:002CE248:15D28C02:687868CB:aptupdate::root@pam:",
    "UPID:pve1:000586D2:10078E219:6A4BB5CA:qmigrate:100:balancer@pve!evenkeel:",
    "UPID:pve1:000586D2:0078E219:6A4BB5CA:imgcopy:local%3Aiso%2Fa.iso:root@pam:",
  ])("writes back %s as it was", (text) => {
    const upid = parseUpid(text);

    expect(upid && formatUpid(upid)).toBe(text);
  });

  it.each([
    "",
    "UPID:",
    "UPID:pve:xyz:0:0:a:b:c:",
    "UPID:pve:000586D2:0078E219:6A4BB5CA:qmstart:1 2:root@pam:",
  ])("refuses %j", (text) => {
    expect(parseUpid(text)).toBeNull();
  });
});
