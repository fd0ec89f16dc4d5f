import net from "node:net";
import os from "node:os";
import { describe, expect, it } from "vitest";
import { refuseAddress, refuseHost } from "@/lib/server/proxmox/address-policy";
import { readFingerprint } from "@/lib/server/proxmox/fingerprint";
import { readHost } from "@/lib/server/proxmox/host-address";

describe("readHost", () => {
  it.each([
    ["pve1.example.org", "pve1.example.org"],
    [" PVE1.Example.Org. ", "pve1.example.org"],
    ["192.0.2.10", "192.0.2.10"],
    ["[2001:DB8::10]", "2001:db8::10"],
    ["2001:db8:0:0:0:0:0:10", "2001:db8::10"],
    ["bücher.example", "xn--bcher-kva.example"],
    ["BÜCHER。example", "xn--bcher-kva.example"],
    ["серверы.рф", "xn--b1afb6bcb9e.xn--p1ai"],
    ["[::1]", "::1"],
    ["::ffff:192.0.2.10", "::ffff:c000:20a"],
    ["pve_1", "pve_1"],
    ["localhost", "localhost"],
  ])("takes %j as %s", (typed, host) => {
    expect(readHost(typed)).toEqual({ ok: true, host });
  });

  it.each([
    ["", "empty"],
    ["https://pve1.example.org:8006/", "web address"],
    ["root@pve1", "user name"],
    ["pve1/api2/json", "path"],
    ["pve1:8006", "port"],
    ["pve 1", "blank"],
    ["192.168.1.256", "IPv4"],
    ["10.1", "IPv4"],
    ["0x7f.1", "IPv4"],
    ["2001:db8::zz", "IPv6"],
    ["[::1", "IPv6"],
    ["fe80::1%eth0", "interface"],
    ["[::1]:8006", "port"],
    ["[2001:db8::10]:8006", "port"],
    ["2852039166", "IPv4"],
    ["0xa9fea9fe", "IPv4"],
    ["0xA9.0xFE.0xA9.0xFE", "IPv4"],
    ["0251.0376.0251.0376", "IPv4"],
    ["169.254.43518", "IPv4"],
    ["017700000001", "IPv4"],
    ["127.0.0.1.", "IPv4"],
    ["１６９.254.169.254", "IPv4"],
    ["127。0。0。1", "IPv4"],
    ["０xa9fea9fe", "IPv4"],
    ["root:hunter2@pve1", "user name"],
    ["https://root:hunter2@pve1:8006/path", "web address"],
    ["pve1:8006/path", "path"],
    ["xn--a.example", "not a valid host name"],
    ["pve\u200b1 .example", "blank"],
    ["pve<1>", "not a valid host name"],
    ["-pve.example", "not a valid host name"],
    ["pve..example", "not a valid host name"],
    [`${"a".repeat(64)}.example`, "not a valid host name"],
  ])("refuses %j with a sentence about it", (typed, words) => {
    const reading = readHost(typed);

    expect(reading.ok).toBe(false);
    expect(reading.ok ? "" : reading.sentence).toContain(words);
  });

  it("repeats no password that was typed into the host", () => {
    const reading = readHost("https://root:hunter2@pve1.example.org/");

    expect(reading.ok ? "" : reading.sentence).not.toContain("hunter2");
  });
});

describe("refuseAddress", () => {
  it.each([
    "169.254.169.254",
    "169.254.0.1",
    "fe80::1",
    "fd00:ec2::254",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::1",
    "::a9fe:a9fe",
    "100.100.100.200",
    "168.63.129.16",
    "0.0.0.0",
    "::",
    "255.255.255.255",
    "224.0.0.1",
    "ff02::1",
    "::ffff:0:169.254.169.254",
    "64:ff9b::169.254.169.254",
    "64:ff9b:1::169.254.169.254",
    "64:ff9b:1:fffe::a9fe:a9fe",
    "2001:0:1:2:3:4:5601:5601",
    "fe80::a9fe:a9fe",
    "fd00:0ec2:0:0:0:0:0:254",
    "fd20:ce::254",
    "192.0.0.192",
    "::ffff:0.0.0.0",
    "::ffff:100.100.100.200",
    "64:ff9b::100.100.100.200",
    "2002:a83f:8110::",
  ])("refuses %s", (address) => {
    expect(refuseAddress(address)).not.toBeNull();
  });

  it.each([
    "127.0.0.1",
    "::1",
    "10.0.0.1",
    "192.168.1.2",
    "172.16.0.9",
    "fd12:3456::1",
    "8.8.8.8",
    "2001:db8::1",
  ])("lets %s pass", (address) => {
    expect(refuseAddress(address)).toBeNull();
  });
});

describe("refuseHost", () => {
  it("refuses Evenkeel itself under every name of this machine", () => {
    const port = Number(process.env.PORT ?? 3000);

    for (const host of ["127.0.0.1", "::1", "localhost", "::ffff:127.0.0.1", "127.9.9.9"])
      expect(refuseHost(host, port)).toContain("Evenkeel itself");
    expect(refuseHost("127.0.0.1", port + 1)).toBeNull();
  });

  it("refuses Evenkeel itself under every address of this machine, also one that wraps it", () => {
    const port = Number(process.env.PORT ?? 3000);
    const own = Object.values(os.networkInterfaces())
      .flatMap((list) => list ?? [])
      .map(({ address }) => address.split("%")[0] ?? address)
      .filter((address) => !address.startsWith("fe80"));

    expect(own.length).toBeGreaterThan(0);
    for (const address of own) {
      expect(refuseHost(address, port)).toContain("Evenkeel itself");
      expect(refuseHost(address, port === 8006 ? 8007 : 8006)).toBeNull();
      if (net.isIPv4(address)) expect(refuseHost(`64:ff9b::${address}`, port)).toContain("Evenkeel itself");
    }
  });

  it.each([
    "metadata.google.internal",
    "metadata.goog",
    "metadata",
    "instance-data",
    "instance-data.ec2.internal",
  ])("refuses the metadata service %s by name", (name) => {
    expect(refuseHost(name, 8006)).toContain("metadata");
    const shouted = readHost(` ${name.toUpperCase()}. `);
    expect(shouted.ok && refuseHost(shouted.host, 8006)).toContain("metadata");
  });
});

describe("readFingerprint", () => {
  const pairs = Array.from({ length: 32 }, () => "AB").join(":");

  it.each([pairs, pairs.toLowerCase(), pairs.replaceAll(":", ""), `SHA256 Fingerprint=${pairs}`])(
    "reads %s",
    (typed) => {
      expect(readFingerprint(typed)).toBe(pairs);
    },
  );

  it.each(["", "AB:CD", pairs.slice(0, -3), `${pairs}:AB`, pairs.replace("A", "X")])(
    "refuses %j",
    (typed) => {
      expect(readFingerprint(typed)).toBeNull();
    },
  );
});
