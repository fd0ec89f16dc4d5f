import { describe, expect, it, test } from "vitest";
import type { MoveProgress } from "@/lib/api/moves";
import { parseSeconds, parseSize } from "@/lib/server/moves/log/log-line";
import { NO_PROGRESS, readMigrationLog } from "@/lib/server/moves/log/parse-migration-log";

const MIB = 2 ** 20;
const GIB = 2 ** 30;
const T = "2026-01-05 08:00:03";

const progressAfter = (...lines: string[]): MoveProgress => readMigrationLog(NO_PROGRESS, lines);

describe("a live migration's log", () => {
  const upToMemory = [
    `${T} starting migration of VM 105 to node 'pve1' (10.10.1.1)`,
    `${T} starting VM 105 on remote node 'pve1'`,
    `${T} start remote tunnel`,
    `${T} ssh tunnel ver 1`,
    `${T} starting online/live migration on unix:/run/qemu-server/105.migrate`,
    `${T} set migration capabilities`,
    `${T} migration downtime limit: 100 ms`,
    `${T} migration cachesize: 512.0 MiB`,
    `${T} start migrate command to unix:/run/qemu-server/105.migrate`,
  ];

  it("tells of preparation before anything is sent", () => {
    expect(progressAfter(...upToMemory.slice(0, 4))).toMatchObject({ phase: "preparing", memory: null });
  });

  it("tells bytes of bytes, the rate and the time left", () => {
    const progress = progressAfter(
      ...upToMemory,
      `${T} migration active, transferred 357.9 MiB of 4.0 GiB VM-state, 586.6 MiB/s`,
    );
    expect(progress).toMatchObject({
      phase: "memory",
      downtimeLimitMs: 100,
      memory: {
        doneBytes: Math.round(357.9 * MIB),
        totalBytes: 4 * GIB,
        bytesPerSecond: Math.round(586.6 * MIB),
        dirtyBytesPerSecond: null,
      },
      secondsLeft: 6,
    });
  });

  it("tells that the guest writes faster than is sent, and how long it may stand still by now", () => {
    const progress = progressAfter(
      ...upToMemory,
      `${T} migration active, transferred 5.1 GiB of 4.0 GiB VM-state, 110.0 MiB/s, VM dirties lots of memory: 200.0 MiB/s`,
      `${T} xbzrle: send updates to 1234 pages in 1.2 MiB encoded memory, cache-miss 12.34%, overflow 5`,
      `${T} auto-increased downtime to continue migration: 200 ms`,
      `${T} auto-increased downtime to continue migration: 400 ms`,
    );
    expect(progress).toMatchObject({
      memory: { dirtyBytesPerSecond: 200 * MIB },
      secondsLeft: 0,
      downtimeLimitMs: 400,
      downtimeRaised: 2,
    });
  });

  it("ends with the average, the downtime and the duration", () => {
    const progress = progressAfter(
      ...upToMemory,
      `${T} average migration speed: 457.0 MiB/s - downtime 73 ms`,
      `${T} migration completed, transferred 3.6 GiB VM-state`,
      `${T} migration status: completed`,
      `${T} migration finished successfully (duration 00:01:18)`,
      "TASK OK",
    );
    expect(progress).toMatchObject({
      phase: "ended",
      averageBytesPerSecond: 457 * MIB,
      downtimeMs: 73,
      durationSeconds: 78,
      errors: [],
      lastLine: "TASK OK",
    });
  });

  it("is read the same in one go and line by line", () => {
    const lines = [
      ...upToMemory,
      `${T} migration active, transferred 1.0 GiB of 4.0 GiB VM-state, 100.0 MiB/s`,
    ];
    expect(lines.reduce((progress, line) => readMigrationLog(progress, [line]), NO_PROGRESS)).toEqual(
      progressAfter(...lines),
    );
  });
});

describe("local disks", () => {
  test.each(["drive", "mirror"])("tell of every %s by itself", (job) => {
    const progress = progressAfter(
      `${T} found local disk 'local-lvm:vm-100-disk-0' (attached)`,
      `${T} volume 'local-lvm:vm-100-disk-0' is 'local-lvm:vm-100-disk-0' on the target`,
      `${T} starting storage migration`,
      `${T} scsi0: start migration to nbd:unix:/run/qemu-server/100_nbd.migrate:exportname=drive-scsi0`,
      `drive mirror is starting for drive-scsi0 with bandwidth limit: 51200 KiB/s`,
      `${job}-scsi0: transferred 32.0 GiB of 32.0 GiB (100.00%) in 2m 40s, ready`,
      `${T} scsi1: start migration to nbd:unix:/run/qemu-server/100_nbd.migrate:exportname=drive-scsi1`,
      `${job}-scsi1: transferred 1.0 GiB of 4.0 GiB (25.00%) in 10s`,
    );
    expect(progress).toMatchObject({
      phase: "disks",
      disks: [
        { disk: "scsi0", doneBytes: 32 * GIB, totalBytes: 32 * GIB, ready: true },
        { disk: "scsi1", doneBytes: GIB, totalBytes: 4 * GIB, bytesPerSecond: GIB / 10, ready: false },
      ],
      secondsLeft: 30,
    });
  });

  it("of a stopped guest are copied one after the other", () => {
    const progress = progressAfter(
      `${T} found local disk 'local-lvm:vm-100-disk-0' (in current VM config)`,
      `${T} found local disk 'local-lvm:vm-100-disk-1' (unused)`,
      `${T} copying local disk images`,
      "1073741824 bytes (1.1 GB, 1.0 GiB) copied, 10 s, 107 MB/s",
      `${T} volume 'local-lvm:vm-100-disk-0' is 'local-lvm:vm-100-disk-0' on the target`,
      "536870912 bytes (537 MB, 512 MiB) copied, 2 s, 268 MB/s",
    );
    expect(progress.disks).toMatchObject([
      { disk: "local-lvm:vm-100-disk-0", doneBytes: GIB, ready: true },
      { disk: "local-lvm:vm-100-disk-1", doneBytes: GIB / 2, bytesPerSecond: GIB / 4, ready: false },
    ]);
  });

  it("on ZFS are told by name", () => {
    const progress = progressAfter(
      `${T} found local volume 'local-zfs:subvol-101-disk-0' (in current VM config)`,
      "08:00:05   1.20G   rpool/data/subvol-101-disk-0@__migration__",
    );
    expect(progress.disks).toMatchObject([{ doneBytes: Math.round(1.2 * GIB) }]);
  });
});

describe("a container's log", () => {
  const lines = [
    `${T} shutdown CT 101`,
    `${T} starting migration of CT 101 to node 'pve2' (10.0.0.2)`,
    `${T} volume 'ceph:vm-101-disk-0' is on shared storage 'ceph'`,
    `${T} start final cleanup`,
    `${T} start container on target node`,
    `${T} migration finished successfully (duration 00:00:12)`,
    "TASK OK",
  ];
  test.each([
    [1, "shutdown"],
    [3, "preparing"],
    [4, "switching"],
    [5, "starting"],
    [7, "ended"],
  ])("after %i lines is in the phase %s", (count, phase) => {
    expect(progressAfter(...lines.slice(0, count)).phase).toBe(phase);
  });
});

it("knows a task that HA started", () => {
  expect(progressAfter("task started by HA resource agent")).toMatchObject({ byHa: true });
  expect(progressAfter("Requesting HA migration for VM 100 to node pve2", "TASK OK")).toMatchObject({
    byHa: true,
  });
});

it("keeps errors without their mark, and the placeholder of an empty log is nothing", () => {
  expect(progressAfter("no content")).toEqual(NO_PROGRESS);
  expect(progressAfter(`${T} ERROR: online migrate failure - aborting`).errors).toEqual([
    "online migrate failure - aborting",
  ]);
});

test.each([
  ["0.0 B", 0],
  ["515.4 MiB", Math.round(515.4 * MIB)],
  ["12.6 GiB", Math.round(12.6 * GIB)],
  ["1.2G", Math.round(1.2 * GIB)],
  ["much", null],
])("the size %s is %d bytes", (text, bytes) => expect(parseSize(text)).toBe(bytes));

test.each([
  ["5s", 5],
  ["1m 5s", 65],
  ["1h 2m 3s", 3_723],
  ["00:01:18", 78],
  ["", null],
  ["soon", null],
])("the time %s is %d seconds", (text, seconds) => expect(parseSeconds(text)).toBe(seconds));
