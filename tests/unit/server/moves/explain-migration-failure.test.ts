import { describe, expect, it, test } from "vitest";
import { explainMigrationFailure } from "@/lib/server/moves/log/explain-migration-failure";
import { FAILURE_TEXTS } from "@/lib/server/moves/log/failure-texts";

const T = "2026-01-05 08:00:03";
const aborted = (cause: string) => [
  `${T} ERROR: migration aborted (duration 00:00:00): ${cause}`,
  "TASK ERROR: migration aborted",
];
const problems = (...lines: string[]) => [
  ...lines.map((line) => `${T} ${line}`),
  `${T} ERROR: online migrate failure - aborting`,
  `${T} aborting phase 2 - cleanup resources`,
  `${T} migrate_cancel`,
  `${T} ERROR: migration finished with problems (duration 00:00:20)`,
  "TASK ERROR: migration problems",
];

// Every text of PVE's sources that a failed migration may show.
const PREPARING: readonly (readonly [text: string, code: string, inCause: string])[] = [
  ["can't migrate VM which uses local devices: hostpci0, usb0", "local-devices", "hostpci0, usb0"],
  ["can't migrate to 'pve2': missing mapped devices gpu0", "mapped-devices", "pve2"],
  [
    "can't live migrate running VM which uses following mapped devices: hostpci0:gpu0",
    "mapped-devices",
    "hostpci0:gpu0",
  ],
  ["can't migrate 'tank:vm-1-disk-0' - storage type 'iscsi' not supported", "storage-type", "iscsi"],
  ["can't migrate local cdrom drive", "local-cdrom", "CD image"],
  ["can't migrate local disk 'local:iso/x.iso': local cdrom image", "local-cdrom", "local:iso/x.iso"],
  ["storage 'fast' is not available on node 'pve2'", "storage-missing", "fast"],
  [
    "local-lvm:vm-1-disk-0: content type 'images' is not available on storage 'fast'",
    "storage-content",
    "images",
  ],
  ["online storage migration not possible if non-replicated snapshot exists", "snapshot", "snapshots"],
  ["non-migratable snapshot exists", "snapshot", "snapshots"],
  [
    "can't migrate 'local:100/vm-1-disk-0.qcow2' as it's a clone of 'base-9-disk-0'",
    "linked-clone",
    "base-9-disk-0",
  ],
  ["referenced by linked clone(s)", "linked-clone", "linked clones"],
  ["owned by other VM (owner = VM 117)", "foreign-volume", "117"],
  ["Can't connect to destination address using public key", "connection", "SSH"],
  [
    "storage migration for 'local-lvm:vm-1-disk-0' to storage 'local-lvm' failed - broken pipe",
    "disk-copy",
    "broken pipe",
  ],
  [
    "storage migration for 'local-lvm:vm-1-disk-0' to storage 'local-lvm' failed - No space left on device",
    "storage-full",
    "full",
  ],
  ["VMs with 'clipboard' set to 'vnc' are not live migratable!", "clipboard", "clipboard"],
  [
    "refusing to migrate replicated VM whose replication job is marked for removal",
    "replication",
    "replication",
  ],
  ["cannot migrate local bind mount point 'mp0'", "bind-mount", "mp0"],
  ["cannot migrate local device mount point 'mp1'", "device-mount", "mp1"],
  ["running container can only be migrated in restart mode", "not-live", "started"],
  ["can't migrate CT - check log", "volumes", "disk"],
  ["storage type 'cifs' not supported", "storage-type", "cifs"],
  ["CT is locked (backup)", "locked", "backup"],
  ["Problem found while scanning volumes - can't migrate VM - check log", "volumes", "disk"],
  ["volume 'nfs:1/x.raw' - storage type 'nfs' is not supported", "storage-type", "nfs"],
];

describe("a migration that was given up before it began", () => {
  test.each(PREPARING)("%s", (text, code, inCause) => {
    const failure = explainMigrationFailure(aborted(text));
    expect(failure).toMatchObject({ code, cause: expect.stringContaining(inCause) });
    expect(failure.advice).not.toBe("");
    expect(failure.line).toContain(text);
  });

  it("names the disk although only a later line is an error", () => {
    const failure = explainMigrationFailure([
      `${T} starting migration of VM 100 to node 'pve2' (10.0.0.2)`,
      `${T} found local disk 'local-lvm:vm-100-disk-0' (attached)`,
      `${T} can't migrate local disk 'local-lvm:vm-100-disk-0': can't live migrate attached local disks without with-local-disks option`,
      `${T} ERROR: Problem found while scanning volumes - can't migrate VM - check log`,
      `${T} aborting phase 1 - cleanup resources`,
      `${T} ERROR: migration aborted (duration 00:00:01): Problem found while scanning volumes - can't migrate VM - check log`,
      "TASK ERROR: migration aborted",
    ]);
    expect(failure).toMatchObject({
      code: "local-disks",
      cause: expect.stringContaining("local-lvm:vm-100-disk-0"),
    });
  });
});

describe("a migration that failed on the way", () => {
  test.each([
    [
      [
        "[pve2] no such bridge 'vmbr7'",
        "ERROR: online migrate failure - remote command failed with exit code 255",
      ],
      "bridge",
      "vmbr7",
    ],
    [["[pve2] kvm: cannot set up guest memory 'pc.ram': Cannot allocate memory"], "memory", "memory"],
    [["[pve2] start failed: QEMU exited with code 1"], "remote-start", "QEMU exited"],
    [
      [
        "[pve2] Installed QEMU version '9.2.0' is too old to run machine type 'pc-q35-10.0', please upgrade node 'pve2'",
      ],
      "machine-version",
      "9.2.0",
    ],
    [
      ["[pve2] machine version pc-q35-10.1 is not supported by this node"],
      "machine-version",
      "machine version",
    ],
    [["[pve2] kvm: unsupported machine type 'pc-q35-10.1'"], "machine-version", "machine version"],
    [
      ["[pve2] kvm: guest CPU doesn't match specification: missing features: avx512f"],
      "cpu-features",
      "processor",
    ],
    [["[pve2] kvm: warning: host doesn't support requested feature: CPUID.07H"], "cpu-features", "processor"],
    [["[pve2] MAX 4 vcpus allowed per VM on this node"], "cpu-count", "4"],
    [["ERROR: online migrate failure - remote command failed with exit code 255"], "remote-start", "target"],
    [
      [
        "ERROR: online migrate failure - Timeout, migration socket /run/qemu-server/1.migrate did not get ready",
      ],
      "socket",
      "channel",
    ],
    [["ERROR: online migrate failure - too many query migrate failures - aborting"], "lost-qemu", "process"],
    [
      ["migration status error: failed - Unable to write to socket: Broken pipe"],
      "memory-transfer",
      "Broken pipe",
    ],
    [
      ["migration status error: failed - qemu_savevm_state_complete_precopy error -5"],
      "memory-transfer",
      "QEMU",
    ],
    [
      ["[pve2] kvm: error: failed to set MSR 0x48f to 0x7fffff: Failed to set VMX MSR"],
      "cpu-features",
      "processor",
    ],
    [["ERROR: received interrupt - delayed", "ERROR: interrupted by signal"], "interrupted", "stopped"],
    [
      ["ERROR: removing local copy of 'local-lvm:vm-1-disk-0' failed - volume is busy"],
      "disk-copy",
      "old copy",
    ],
    [["ERROR: failed to clear migrate lock: can't lock file"], "clean-up", "arrived"],
    [["ERROR: found stale volume copy 'local-lvm:vm-1-disk-0' on node 'pve2'"], "stale-copy", "pve2"],
  ])("%s", (lines, code, inCause) => {
    expect(explainMigrationFailure(problems(...lines))).toMatchObject({
      code,
      cause: expect.stringContaining(inCause),
    });
  });
});

describe("what PVE refuses before there is a task", () => {
  test.each([
    ["target is local node.", "same-node"],
    ["no such cluster node 'pve9'", "no-node"],
    ["can't migrate running VM without --online", "not-live"],
    ["can't migrate running container without --online or --restart", "not-live"],
    ["lxc live migration is currently not implemented", "not-live"],
    [
      "Cannot live-migrate replicated VM to node 'pve2' - not a replication target. Use 'force' to override.",
      "replication",
    ],
    ["VM is locked (backup)", "locked"],
    ["Permission check failed (/vms/100, VM.Migrate)", "forbidden"],
    ["target: Only root may use this option.", "root-only"],
    ["cluster not ready - no quorum?", "quorum"],
    ["Configuration file 'nodes/pve1/qemu-server/100.conf' does not exist", "gone"],
  ])("%s", (text, code) => expect(explainMigrationFailure([text]).code).toBe(code));
});

test("HA names the guest that is in the way", () => {
  const failure = explainMigrationFailure([
    "Requesting HA migration for VM 100 to node pve2",
    "cannot migrate resource 'vm:100' to node 'pve2':",
    "- resource 'vm:101' on target node 'pve2' in negative affinity with resource 'vm:100'",
    "TASK ERROR: command 'ha-manager migrate vm:100 pve2' failed: exit code 255",
  ]);
  expect(failure).toMatchObject({ code: "ha-affinity", cause: expect.stringContaining("vm:101") });
});

test("an unknown text is shown as it is", () => {
  expect(explainMigrationFailure(aborted("the moon is in the wrong phase")).cause).toContain(
    "the moon is in the wrong phase",
  );
  expect(explainMigrationFailure([])).toMatchObject({ code: "other", line: null });
});

test("every cause and advice is a sentence", () => {
  for (const { advice } of FAILURE_TEXTS) expect(advice).toMatch(/^[A-Z].*\.$/);
});
