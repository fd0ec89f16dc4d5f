import { describe, expect, it } from "vitest";
import { normaliseGuestConfig, readSize } from "@/lib/server/collection/normalise/normalise-guest-config";
import { Problems } from "@/lib/server/collection/normalise/problems";

describe("a guest's configuration", () => {
  it("tells disks, devices and creation mark of a VM", () => {
    const reading = normaliseGuestConfig(
      "qemu",
      {
        scsi0: "local-lvm:vm-100-disk-0,discard=on,iothread=1,size=32G,ssd=1",
        virtio1: "file=nas:100/vm-100-disk-1.qcow2,size=528K",
        ide2: "local:iso/x.iso,media=cdrom,size=600M",
        ide3: "none,media=cdrom",
        scsi5: "/dev/disk/by-id/ata-X,size=10G",
        net0: "virtio=BC:24:11:AA:BB:CC,bridge=vmbr0",
        hostpci0: "0000:01:00.0,pcie=1",
        usb0: "spice",
        usb1: "host=1234:5678",
        serial0: "socket",
        memory: "current=2048",
        balloon: "1024",
        cores: 4,
        cpu: "cputype=host,flags=+aes",
        onboot: 1,
        meta: "creation-qemu=9.0.2,ctime=1720000000",
        vmgenid: "ABC",
      },
      "/c",
      new Problems(),
    );

    expect(reading?.creationMark).toBe("ctime=1720000000");
    expect(reading?.config).toMatchObject({
      cores: 4,
      sockets: 1,
      cpuType: "host",
      memoryBytes: 2048 * 1024 ** 2,
      balloonMinimumBytes: 1024 ** 3,
      startOnBoot: true,
      passthroughKeys: ["hostpci0", "usb1"],
    });
    expect(reading?.config.disks).toEqual([
      { key: "ide2", storage: "local", volume: "local:iso/x.iso", sizeBytes: 600 * 1024 ** 2, cdrom: true },
      {
        key: "scsi0",
        storage: "local-lvm",
        volume: "local-lvm:vm-100-disk-0",
        sizeBytes: 32 * 1024 ** 3,
        cdrom: false,
      },
      {
        key: "scsi5",
        storage: null,
        volume: "/dev/disk/by-id/ata-X",
        sizeBytes: 10 * 1024 ** 3,
        cdrom: false,
      },
      {
        key: "virtio1",
        storage: "nas",
        volume: "nas:100/vm-100-disk-1.qcow2",
        sizeBytes: 528 * 1024,
        cdrom: false,
      },
    ]);
  });

  it("tells volumes and bind mounts of a container apart", () => {
    const reading = normaliseGuestConfig(
      "lxc",
      {
        rootfs: "local-lvm:vm-101-disk-0,size=8G",
        mp0: "/srv/x,mp=/x,shared=1",
        mp1: "/srv/y,mp=/y",
        mp2: "nas:101/v,mp=/z,size=1T",
        dev0: "/dev/dri/renderD128",
        memory: 512,
      },
      "/c",
      new Problems(),
    );

    expect(reading?.config.disks.map(({ key }) => key)).toEqual(["mp2", "rootfs"]);
    expect(reading?.config.bindMounts).toEqual([
      { key: "mp0", path: "/srv/x", shared: true },
      { key: "mp1", path: "/srv/y", shared: false },
    ]);
    expect(reading?.config).toMatchObject({
      passthroughKeys: ["dev0"],
      cpuType: null,
      memoryBytes: 512 * 1024 ** 2,
    });
    expect(reading?.creationMark).toBeNull();
  });

  it.each([
    ["32G", 32 * 1024 ** 3],
    ["1.5T", 1.5 * 1024 ** 4],
    ["4096", 4096],
    ["x", null],
    [undefined, null],
  ])("reads the size %j", (text, bytes) => {
    expect(readSize(text)).toBe(bytes);
  });
});
