import type { GuestDisk, Storage } from "@/lib/inventory/snapshot";
import type { Guard, GuardQuestion } from "./guard";
import { guestSubject, guestWords, subjectsOf } from "./words";

/**
 * Every storage that a guest has a volume on must be available on the target and take such volumes. An image in a CD drive
 * counts too: PVE starts no guest whose image is not there.
 */
export const storageThere: Guard = {
  codes: ["storage-missing", "storage-content"],
  dependsOn: "model",
  check: (question) => {
    const { guest } = subjectsOf(question);
    for (const disk of guest.guest.config?.disks ?? []) {
      if (disk.storage === null) continue;
      if (isMissing(disk, question)) return "storage-missing";
      if (!disk.cdrom && !takes(disk.storage, question)) return "storage-content";
    }
    return null;
  },
  explain: (question, code) => {
    const { guest, target } = subjectsOf(question);
    const disks = guest.guest.config?.disks ?? [];
    const missing = disks.find((disk) => isMissing(disk, question));
    const { name } = target.node;
    if (code === "storage-missing" && missing?.cdrom) {
      return {
        code,
        detail: `The image in the CD drive ${missing.key} of ${guestWords(guest)} is on ${missing.storage}, which ${name} does not have.`,
        fix: `Eject the image (${missing.key}), then the guest may move.`,
      };
    }
    if (code === "storage-missing") {
      return {
        code,
        detail: `${guestSubject(guest)} has its disk ${missing?.key} on ${missing?.storage}, which is not available on ${name}.`,
        fix: `Make ${missing?.storage} available on ${name}, or move the disk to a storage that both nodes have.`,
      };
    }
    const refused = disks.find(
      ({ storage, cdrom }) => storage !== null && !cdrom && !takes(storage, question),
    );
    return {
      code,
      detail: `${refused?.storage} takes no ${guest.guest.kind === "qemu" ? "disks of VMs" : "volumes of containers"} on ${name}.`,
      fix: `Allow the content ${contentOf(guest.guest.kind)} on ${refused?.storage}.`,
    };
  },
};

function isMissing({ storage, volume, cdrom }: GuestDisk, { model, target }: GuardQuestion): boolean {
  if (storage === null || (cdrom && volume === "none")) return false;
  const index = model.disks.storageIndex.get(storage);
  return index === undefined || model.disks.present[index * model.nodes.length + target] !== 1;
}

const contents = new WeakMap<readonly Storage[], ReadonlyMap<string, readonly string[]>>();

function takes(storage: string, question: GuardQuestion): boolean {
  const { storages } = question.model.input.snapshot;
  const known = contents.get(storages) ?? new Map(storages.map(({ name, content }) => [name, content]));
  contents.set(storages, known);
  const content = known.get(storage) ?? [];
  return content.length === 0 || content.includes(contentOf(subjectsOf(question).guest.guest.kind));
}

function contentOf(kind: "qemu" | "lxc"): string {
  return kind === "qemu" ? "images" : "rootdir";
}
