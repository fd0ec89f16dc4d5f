import "server-only";
import { type FailureText, part } from "./failure-text";

/** PVE's texts about disks, storages and snapshots; docs of each are its sources. */
export const ABOUT_DISKS: readonly FailureText[] = [
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

export const ABOUT_DEVICES: readonly FailureText[] = [
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
