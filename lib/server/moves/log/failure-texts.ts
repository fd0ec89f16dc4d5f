import "server-only";

export interface FailureText {
  readonly code: string;
  readonly pattern: RegExp;
  readonly cause: (match: RegExpExecArray) => string;
  readonly advice: string;
}

const part = (match: RegExpExecArray, index: number): string => match[index]?.trim() ?? "";

/** PVE's texts about disks, storages and snapshots; docs of each are its sources. */
const ABOUT_DISKS: readonly FailureText[] = [
  {
    code: "local-cdrom",
    pattern: /can't migrate local cdrom drive|can't migrate local disk '([^']+)': local cdrom image/,
    cause: (match) => `A CD image on a local storage is inserted${match[1] ? ` (${part(match, 1)})` : ""}.`,
    advice: "Take the medium out of the drive, or put the image on a storage that both nodes have.",
  },
  {
    code: "local-disks",
    pattern: /can't migrate local disk '([^']+)': can't live migrate attached local disks/,
    cause: (match) => `The disk ${part(match, 1)} is on a local storage and was not to be taken along.`,
    advice: "Move it with its local disks, or put the disk on a shared storage first.",
  },
  {
    code: "snapshot",
    pattern:
      /online storage migration not possible if (?:non-replicated )?snapshot exists|non-migratable snapshot exists/,
    cause: () => "The guest has snapshots on a local storage, and they cannot be taken along.",
    advice:
      "Delete the snapshots, or move the guest while it is off and its storage can send snapshots (ZFS, Btrfs).",
  },
  {
    code: "linked-clone",
    pattern: /can't migrate '([^']+)' as it's a clone of '([^']+)'/,
    cause: (match) => `The volume ${part(match, 1)} is a linked clone of ${part(match, 2)}.`,
    advice: "Make a full clone of it and move that, or use a shared storage.",
  },
  {
    code: "linked-clone",
    pattern: /referenced by linked clone/,
    cause: () => "A volume of the guest is the base of linked clones.",
    advice: "Make full clones of what depends on it, or use a shared storage.",
  },
  {
    code: "foreign-volume",
    pattern: /owned by other (?:VM|guest) \(owner = (?:VM )?(\d+)\)/,
    cause: (match) => `A volume of the guest belongs to guest ${part(match, 1)}.`,
    advice: "Give the disk to the guest that uses it (reassign owner), or detach it.",
  },
  {
    code: "storage-content",
    pattern: /content type '([^']+)' is not available on storage '([^']+)'/,
    cause: (match) => `The storage ${part(match, 2)} does not take ${part(match, 1)} on the target.`,
    advice: "Permit that content for the storage (Datacenter, Storage), or choose another target.",
  },
  {
    code: "storage-missing",
    pattern: /storage '([^']+)' is not available on node '([^']+)'/,
    cause: (match) => `The storage ${part(match, 1)} is not available on ${part(match, 2)}.`,
    advice: "Switch the storage on there, or choose a target that has it.",
  },
  {
    code: "storage-missing",
    pattern: /storage '([^']+)' does not exist/,
    cause: (match) => `There is no storage ${part(match, 1)}.`,
    advice: "Look at the guest's disks: one names a storage that was removed.",
  },
  {
    code: "storage-type",
    pattern: /can't migrate '([^']+)' - storage type '([^']+)' not supported/,
    cause: (match) =>
      `The volume ${part(match, 1)} is on a storage of type ${part(match, 2)}, which cannot send volumes.`,
    advice: "Move the disk to a shared storage, or to one of type dir, Btrfs, ZFS, LVM or LVM-thin.",
  },
  {
    code: "storage-type",
    pattern: /storage type '([^']+)' (?:is )?not supported/,
    cause: (match) => `A volume is on a storage of type ${part(match, 1)}, which cannot send volumes.`,
    advice: "Move the volume to a shared storage, or to one of type dir, Btrfs, ZFS, LVM or LVM-thin.",
  },
  {
    code: "storage-full",
    pattern: /No space left on device|insufficient free space|out of space|not enough free space/i,
    cause: () => "The storage on the target is full.",
    advice: "Make room there, or choose a target with more room.",
  },
  {
    code: "disk-copy",
    pattern: /storage migration for '([^']+)' to storage '([^']+)' failed - (.+)/,
    cause: (match) => `Copying ${part(match, 1)} to ${part(match, 2)} failed: ${part(match, 3)}.`,
    advice: "Look at the storage on the target and at the network between the nodes, then try again.",
  },
  {
    code: "disk-copy",
    pattern: /removing local copy of '([^']+)' failed/,
    cause: (match) => `The old copy of ${part(match, 1)} on the source could not be removed.`,
    advice: "The guest is on the target. Remove the old volume on the source by hand once nothing uses it.",
  },
  {
    code: "stale-copy",
    pattern: /found stale volume copy '([^']+)' on node '([^']+)'/,
    cause: (match) => `A copy of ${part(match, 1)} was left behind on ${part(match, 2)}.`,
    advice: "Remove that volume by hand: it belongs to no guest.",
  },
];

const ABOUT_DEVICES: readonly FailureText[] = [
  {
    code: "local-devices",
    pattern: /can't migrate VM which uses local devices: (.+)/,
    cause: (match) => `The guest uses devices of its node: ${part(match, 1)}.`,
    advice:
      "Remove the devices, or map them (Datacenter, Resource Mappings) and move the guest while it is off.",
  },
  {
    code: "mapped-devices",
    pattern: /can't migrate to '([^']+)': missing mapped devices (.+)/,
    cause: (match) => `${part(match, 1)} has no device for the mapping ${part(match, 2)}.`,
    advice: "Add the node to the resource mapping, or choose a target that is in it.",
  },
  {
    code: "mapped-devices",
    pattern: /can't live migrate running VM which uses following mapped devices: (.+)/,
    cause: (match) => `The mapped devices ${part(match, 1)} do not permit a move while the guest runs.`,
    advice: "Shut the guest down and move it then.",
  },
  {
    code: "bind-mount",
    pattern: /cannot migrate local bind mount point '([^']+)'/,
    cause: (match) => `The mount point ${part(match, 1)} is a folder of the node.`,
    advice: "Mark it as shared if every node has the same folder, or remove it.",
  },
  {
    code: "device-mount",
    pattern: /cannot migrate local device mount point '([^']+)'/,
    cause: (match) => `The mount point ${part(match, 1)} is a device of the node.`,
    advice: "Remove it, or mark it as shared if every node has the same device.",
  },
  {
    code: "clipboard",
    pattern: /VMs with 'clipboard' set to 'vnc' are not live migrat/,
    cause: () => "The guest's display shares the clipboard over VNC, which cannot move while it runs.",
    advice: "Switch the clipboard off in the guest's display settings, or move it while it is off.",
  },
  {
    code: "replication",
    pattern: /Cannot live-migrate replicated VM to node '([^']+)'/,
    cause: (match) => `The guest is replicated, and ${part(match, 1)} is not a target of its replication.`,
    advice: "Choose a target of the replication, or change the replication job.",
  },
  {
    code: "replication",
    pattern: /refusing to migrate replicated VM whose replication job is marked for removal/,
    cause: () => "A replication job of the guest is about to be removed.",
    advice: "Wait until it is gone, then try again.",
  },
];

const ABOUT_NODES: readonly FailureText[] = [
  {
    code: "ha-affinity",
    pattern: /resource '(\S+)' on target node '(\S+)' in negative affinity with resource '(\S+)'/,
    cause: (match) =>
      `PVE's HA keeps ${part(match, 3)} apart from ${part(match, 1)}, which is on ${part(match, 2)}.`,
    advice: "Choose another target, or change the HA affinity rule.",
  },
  {
    code: "ha-refused",
    pattern: /command 'ha-manager migrate (\S+) (\S+)' failed/,
    cause: (match) => `PVE's HA did not take the request to move ${part(match, 1)} to ${part(match, 2)}.`,
    advice: "Look at the state of HA and at its rules.",
  },
  {
    code: "connection",
    pattern: /Can't connect to destination address using public key/,
    cause: () => "The source cannot sign in to the target over SSH.",
    advice:
      "Check that the target is up and, on the source, `pvecm updatecerts`; see also the migration network in the datacenter's options.",
  },
  {
    code: "quorum",
    pattern: /cluster not ready - no quorum/,
    cause: () => "The cluster has no quorum.",
    advice: "Bring back enough nodes; nothing can be moved until then.",
  },
  {
    code: "no-node",
    pattern: /no such cluster node '([^']+)'/,
    cause: (match) => `The cluster has no node ${part(match, 1)}.`,
    advice: "Choose another target.",
  },
  {
    code: "same-node",
    pattern: /target is local node/,
    cause: () => "The guest is on the target already.",
    advice: "Nothing has to be done.",
  },
  {
    code: "bridge",
    pattern: /(?:no such bridge|bridge) '?([\w.-]+)'?(?: does not exist)?/,
    cause: (match) => `The target has no bridge ${part(match, 1)}.`,
    advice: "Make the bridge on the target (System, Network), or choose another target.",
  },
  {
    code: "memory",
    pattern: /[Cc]annot allocate memory|Insufficient memory|cannot set up guest memory/,
    cause: () => "The target has too little free memory to start the guest.",
    advice: "Make room on the target, or choose another one.",
  },
  {
    code: "machine-version",
    pattern: /Installed QEMU version '([^']+)' is too old to run machine type '([^']+)'/,
    cause: (match) =>
      `The target's QEMU ${part(match, 1)} is too old for a guest that was started as ${part(match, 2)}.`,
    advice: "Upgrade the target, or shut the guest down and move it then.",
  },
  {
    code: "machine-version",
    pattern: /unsupported machine type|machine version .*not supported/i,
    cause: () => "The target's QEMU does not know the guest's machine version.",
    advice: "Upgrade the target, or shut the guest down and move it then.",
  },
  {
    code: "cpu-count",
    pattern: /MAX (\d+) vcpus allowed per VM on this node/,
    cause: (match) => `The target has ${part(match, 1)} processor threads, fewer than the guest has CPUs.`,
    advice: "Choose a larger target, or give the guest fewer CPUs.",
  },
  {
    code: "cpu-features",
    pattern:
      /host doesn't support requested feature|CPU (?:features?|model).*(?:mismatch|not supported)|Failed to set .*MSR|guest CPU doesn't match/i,
    cause: () => "The target's processor lacks something that the guest uses.",
    advice:
      "Give the guest a CPU type that both nodes have (such as x86-64-v2-AES), or choose a target like the source.",
  },
  {
    code: "remote-start",
    pattern: /start failed: (.+)/,
    cause: (match) => `The guest could not be started on the target: ${part(match, 1)}.`,
    advice: "Look at the lines of the target in the log.",
  },
  {
    code: "remote-start",
    pattern: /remote command failed with exit code (\d+)/,
    cause: () => "A command on the target failed.",
    advice: "Look at the lines of the target in the log, and check that the target is up.",
  },
];

const ABOUT_THE_WAY: readonly FailureText[] = [
  {
    code: "locked",
    pattern: /(?:VM|CT) is locked \(([^)]+)\)/,
    cause: (match) => `The guest is locked (${part(match, 1)}).`,
    advice: "Wait until what holds the lock is done, then try again.",
  },
  {
    code: "not-live",
    pattern:
      /can't migrate running VM without --online|can't migrate running container without|running container can only be migrated in restart mode/,
    cause: () => "The guest was started while the move was being prepared.",
    advice: "Try again: it is moved as a running guest then.",
  },
  {
    code: "not-live",
    pattern: /lxc live migration is currently not implemented/,
    cause: () => "Containers cannot be moved while they run.",
    advice: "Move the container with a restart.",
  },
  {
    code: "interrupted",
    pattern: /received interrupt|interrupted by signal|^interrupted$|got signal/,
    cause: () => "The task was stopped.",
    advice: "Try again when nobody wants it stopped.",
  },
  {
    code: "socket",
    pattern: /Timeout, migration socket (\S+) did not get ready/,
    cause: () => "The channel for the guest's memory was not ready in time.",
    advice: "Check the load of the target and the migration network, then try again.",
  },
  {
    code: "lost-qemu",
    pattern: /too many query migrate failures/,
    cause: () => "The guest's process on the source did not answer any more.",
    advice: "Look at the guest: it may have crashed or be overloaded.",
  },
  {
    code: "memory-transfer",
    pattern: /qemu_savevm_state_complete_precopy error|migration status error: failed(?: - (.+))?/,
    cause: (match) => `QEMU broke the transfer of memory off${match[1] ? `: ${part(match, 1)}` : ""}.`,
    advice: "Check the migration network; see also whether both nodes run the same release.",
  },
  {
    code: "timeout",
    pattern: /Connection timed out|got timeout|connection (?:reset|refused|closed)/i,
    cause: () => "The connection between the nodes broke off or was too slow.",
    advice: "Check that both nodes are up, and the migration network.",
  },
  {
    code: "clean-up",
    pattern: /failed to clear migrate lock|tunnel replied 'ERR: resume failed/,
    cause: () => "The guest arrived, but not everything could be tidied up.",
    advice: "Check that the guest runs and has no lock (qm unlock or pct unlock) on the target.",
  },
  {
    code: "shutdown",
    pattern: /lxc-stop|shutdown.*timed? ?out/i,
    cause: () => "The container did not shut down in time.",
    advice: "Shut it down by hand, move it, and start it again.",
  },
  {
    code: "gone",
    pattern: /(?:Configuration file .* does not exist|(?:VM|CT) \d+ does not exist|no such VM)/,
    cause: () => "The guest is not on the source any more.",
    advice: "Look where it is; somebody else may have moved or removed it.",
  },
  {
    code: "forbidden",
    pattern: /Permission check failed \(([^,]+), ([^)]+)\)/,
    cause: (match) => `The API token lacks ${part(match, 2)} on ${part(match, 1)}.`,
    advice: "Give the token that right in Proxmox VE; the doctor of the connection says how.",
  },
  {
    code: "root-only",
    pattern: /Only root may use this option/,
    cause: () => "An option was used that only root@pam may use.",
    advice: "Set the migration network in the datacenter's options instead.",
  },
];

const IN_GENERAL: readonly FailureText[] = [
  {
    code: "volumes",
    pattern: /Problem found while scanning volumes|can't migrate (?:CT|VM) - check log/,
    cause: () => "A disk of the guest cannot be moved.",
    advice: "The log names the disk; see the lines before the error.",
  },
  {
    code: "online-failure",
    pattern: /online migrate failure - (?!aborting)(.+)/,
    cause: (match) => `The move of the running guest failed: ${part(match, 1)}.`,
    advice: "The guest goes on running on the source. Look at the log, then try again.",
  },
];

/** The most telling first: of a failed task's lines, the first text of this list that any of them has is the cause. */
export const FAILURE_TEXTS: readonly FailureText[] = [
  ...ABOUT_DISKS,
  ...ABOUT_DEVICES,
  ...ABOUT_NODES.filter(({ code }) => code !== "remote-start" && code !== "ha-refused"),
  ...ABOUT_THE_WAY,
  ...ABOUT_NODES.filter(({ code }) => code === "remote-start" || code === "ha-refused"),
  ...IN_GENERAL,
];
