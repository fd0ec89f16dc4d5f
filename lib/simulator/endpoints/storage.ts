import { ApiError } from "../http/api-error";
import {
  type Call,
  type Endpoint,
  NO_PARAMETERS,
  pathPart,
  readFlag,
  readNumber,
  readText,
} from "../http/endpoint";
import { choice, flag, optional, text, valuesSince, vmid } from "../http/parameter";
import { hasPrivilege, mayAuditGuest, mayAuditStorage } from "../http/permissions";
import type { Backup } from "../world/back-up";
import type { StorageState } from "../world/state";
import type { World } from "../world/world";
import { poolNames, storageUsed } from "./resource-rows";

const STORAGE_AUDIT = {
  path: "/storage/{storage}",
  privileges: ["Datastore.Audit", "Datastore.AllocateSpace"],
  any: true,
};
const STORAGE_TYPES = [
  "btrfs",
  "cephfs",
  "cifs",
  "dir",
  "esxi",
  "iscsi",
  "iscsidirect",
  "lvm",
  "lvmthin",
  "nfs",
  "pbs",
  "rbd",
  "zfs",
  "zfspool",
];
const MEMBER_TYPES = optional(choice("qemu", "lxc", "storage"));

export const STORAGE_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: "/storage",
    permission: "all",
    parameters: {
      type: optional(valuesSince("9.0", STORAGE_TYPES, choice(...STORAGE_TYPES, "glusterfs"))),
    },
    answer: (call) =>
      [...call.world.storages.values()]
        .filter((storage) => mayAuditStorage(call.world, call.account, storage.id))
        .filter((storage) => (readText(call, "type") ?? storage.spec.type) === storage.spec.type)
        .map(storageConfig),
  },
  {
    method: "GET",
    path: "/storage/{storage}",
    permission: { path: "/storage/{storage}", privileges: ["Datastore.Allocate"] },
    parameters: NO_PARAMETERS,
    answer: (call) => storageConfig(findStorage(call)),
  },
  {
    method: "GET",
    path: "/pools",
    permission: "all",
    parameters: { poolid: optional(text()), type: MEMBER_TYPES },
    answer: pools,
  },
  {
    method: "GET",
    path: "/pools/{poolid}",
    permission: { path: "/pool/{poolid}", privileges: ["Pool.Audit"] },
    parameters: { type: MEMBER_TYPES },
    answer: (call) => pool(call, pathPart(call, "poolid")),
  },
  {
    method: "GET",
    path: "/nodes/{node}/storage",
    permission: "all",
    proxied: true,
    parameters: {
      content: optional(text()),
      enabled: optional(flag()),
      format: optional(flag()),
      storage: optional(text()),
      target: optional(text()),
    },
    answer: nodeStorages,
  },
  {
    method: "GET",
    path: "/nodes/{node}/storage/{storage}/status",
    permission: STORAGE_AUDIT,
    proxied: true,
    parameters: NO_PARAMETERS,
    answer: (call) => {
      const {
        storage: _,
        used_fraction: __,
        ...status
      } = nodeStorage(findStorage(call), pathPart(call, "node"));
      return status;
    },
  },
  {
    method: "GET",
    path: "/nodes/{node}/storage/{storage}/content",
    permission: STORAGE_AUDIT,
    proxied: true,
    parameters: { content: optional(text()), vmid: optional(vmid()) },
    answer: content,
  },
];

function findStorage(call: Call): StorageState {
  const id = pathPart(call, "storage");
  const storage = call.world.storages.get(id);
  if (!storage) throw new ApiError(500, `storage '${id}' does not exist`);
  const node = call.path.get("node");
  if (node !== undefined && !storage.nodes.includes(node)) {
    throw new ApiError(500, `storage '${id}' is not available on node '${node}'`);
  }
  return storage;
}

function storageConfig(storage: StorageState): object {
  const { spec } = storage;
  return {
    storage: spec.id,
    type: spec.type,
    content: spec.content.join(","),
    nodes: spec.nodes?.join(","),
    shared: storage.shared ? 1 : undefined,
    ...(spec.type === "dir" ? { path: spec.id === "local" ? "/var/lib/vz" : `/mnt/${spec.id}` } : {}),
    ...(spec.type === "lvmthin" ? { vgname: "pve", thinpool: "data" } : {}),
    ...(spec.type === "zfspool" ? { pool: "rpool/data", sparse: 1 } : {}),
    ...(spec.type === "rbd" ? { pool: spec.id, krbd: 0 } : {}),
    ...(spec.type === "nfs"
      ? { server: "10.20.9.9", export: `/export/${spec.id}`, path: `/mnt/pve/${spec.id}` }
      : {}),
    digest: "f".repeat(40),
  };
}

function pools(call: Call): object[] {
  const { world, account } = call;
  const only = readText(call, "poolid");
  if (only !== undefined) return [{ poolid: only, ...pool(call, only) }];
  return poolNames(world)
    .filter((name) => hasPrivilege(world, account, `/pool/${name}`, "Pool.Audit"))
    .map((poolid) => ({ poolid }));
}

function pool(call: Call, name: string): object {
  const { world } = call;
  if (!poolNames(world).includes(name)) throw new ApiError(500, `pool '${name}' does not exist`);
  const type = readText(call, "type");
  return {
    members: [...world.guests.values()]
      .filter((guest) => guest.pool === name && mayAuditGuest(world, call.account, guest.vmid))
      .filter((guest) => type === undefined || guest.type === type)
      .map((guest) => ({
        id: `${guest.type}/${guest.vmid}`,
        type: guest.type,
        vmid: guest.vmid,
        node: guest.node,
        name: guest.name,
        status: guest.power,
      })),
  };
}

function nodeStorages(call: Call): object[] {
  const { world, account } = call;
  const node = pathPart(call, "node");
  const target = readText(call, "target");
  const only = readText(call, "storage");
  const wanted = readText(call, "content")?.split(",");
  if (target !== undefined && !world.nodes.has(target)) {
    throw new ApiError(500, `no such cluster node '${target}'`);
  }
  return [...world.storages.values()]
    .filter((storage) => storage.nodes.includes(node) && mayAuditStorage(world, account, storage.id))
    .filter((storage) => target === undefined || storage.nodes.includes(target))
    .filter((storage) => only === undefined || storage.id === only)
    .filter((storage) => !wanted || storage.spec.content.some((kind) => wanted.includes(kind)))
    .map((storage) => nodeStorage(storage, node, readFlag(call, "format")));
}

interface NodeStorage {
  readonly storage: string;
  readonly used_fraction: number | undefined;
  readonly [field: string]: unknown;
}

function nodeStorage(storage: StorageState, node: string, formats = false): NodeStorage {
  const used = storageUsed(storage, node);
  const { total } = storage.spec;
  const block = /^(lvm|lvmthin|rbd|zfspool|iscsi)/.test(storage.spec.type);
  return {
    storage: storage.id,
    type: storage.spec.type,
    content: storage.spec.content.join(","),
    active: 1,
    enabled: 1,
    shared: storage.shared ? 1 : 0,
    total,
    used,
    avail: Math.max(0, total - used),
    used_fraction: total > 0 ? used / total : undefined,
    formats: formats
      ? { default: "raw", supported: block ? ["raw"] : ["qcow2", "raw", "subvol", "vmdk"] }
      : undefined,
  };
}

function content(call: Call): object[] {
  const { world } = call;
  const storage = findStorage(call);
  const node = pathPart(call, "node");
  const guestId = readNumber(call, "vmid");
  const wanted = readText(call, "content");
  return [...volumes(world, storage, node), ...backups(world, storage, node), ...images(storage)]
    .filter((volume) => guestId === undefined || ("vmid" in volume && volume.vmid === guestId))
    .filter((volume) => wanted === undefined || volume.content === wanted);
}

function volumes(world: World, storage: StorageState, node: string): { vmid: number; content: string }[] {
  return [...world.guests.values()]
    .filter((guest) => storage.shared || guest.node === node)
    .flatMap((guest) =>
      guest.spec.disks.flatMap((disk, index) =>
        disk.storage === storage.id
          ? [
              {
                volid: `${storage.id}:vm-${guest.vmid}-disk-${index}`,
                vmid: guest.vmid,
                format: "raw",
                size: disk.size,
                ctime: guest.createdAt,
                content: guest.type === "qemu" ? "images" : "rootdir",
              },
            ]
          : [],
      ),
    );
}

function backups(world: World, storage: StorageState, node: string): { vmid: number; content: string }[] {
  return world.backups
    .filter((backup) => backup.storage === storage.id && (storage.shared || backup.node === node))
    .map((backup) => ({
      ...archiveOf(storage, backup),
      vmid: backup.vmid,
      subtype: backup.type,
      size: backup.size,
      ctime: backup.takenAt,
      content: "backup",
    }));
}

/** A backup server names by time in UTC, everything else by a file of vzdump's. */
function archiveOf(storage: StorageState, { type, vmid: id, takenAt }: Backup): object {
  const [date = "", time = ""] = new Date(takenAt * 1_000).toISOString().slice(0, 19).split("T");
  if (storage.spec.type === "pbs") {
    const kind = type === "qemu" ? "vm" : "ct";
    return { volid: `${storage.id}:backup/${kind}/${id}/${date}T${time}Z`, format: `pbs-${kind}` };
  }
  const format = type === "qemu" ? "vma.zst" : "tar.zst";
  const stamp = `${date.replaceAll("-", "_")}-${time.replaceAll(":", "_")}`;
  return { volid: `${storage.id}:backup/vzdump-${type}-${id}-${stamp}.${format}`, format };
}

/** What lies on a storage for images to boot from, as everywhere. */
function images(storage: StorageState): { content: string }[] {
  if (!storage.spec.content.includes("iso")) return [];
  return ["debian-13.1.0-amd64-netinst.iso", "virtio-win-0.1.285.iso"].map((name, index) => ({
    volid: `${storage.id}:iso/${name}`,
    format: "iso",
    size: [821_035_008, 788_529_152][index],
    ctime: 1_757_000_000,
    content: "iso",
  }));
}
