import { createHash } from "node:crypto";
import { ApiError } from "../http/api-error";
import { type Endpoint, NO_PARAMETERS, readText } from "../http/endpoint";
import { flag, optional, text } from "../http/parameter";
import { hashNumbers } from "../random";
import { mappedDevices } from "../world/mapped-devices";
import type { GuestState } from "../world/state";
import type { World } from "../world/world";
import { findGuest, GUEST_TYPES } from "./find-guest";

const GUEST_AUDIT = { path: "/vms/{vmid}", privileges: ["VM.Audit"] };
const MIB = 1_048_576;

export const GUEST_CONFIG_ENDPOINTS: readonly Endpoint[] = GUEST_TYPES.flatMap((type): Endpoint[] => [
  {
    method: "GET",
    path: `/nodes/{node}/${type}/{vmid}/config`,
    permission: GUEST_AUDIT,
    proxied: true,
    parameters: { current: optional(flag()), snapshot: optional(text()) },
    answer: (call) => {
      const guest = findGuest(call, type);
      const snapshot = readText(call, "snapshot");
      const isKnown = guest.snapshots.some(({ name }) => name === snapshot);
      if (snapshot !== undefined && !isKnown)
        throw new ApiError(500, `snapshot '${snapshot}' does not exist`);
      return guestConfig(call.world, guest);
    },
  },
  {
    method: "GET",
    path: `/nodes/{node}/${type}/{vmid}/pending`,
    permission: GUEST_AUDIT,
    proxied: true,
    parameters: NO_PARAMETERS,
    answer: (call) =>
      Object.entries(guestConfig(call.world, findGuest(call, type)))
        .filter(([key, value]) => key !== "digest" && value !== undefined)
        .map(([key, value]) => ({ key, value: String(value) })),
  },
  {
    method: "GET",
    path: `/nodes/{node}/${type}/{vmid}/snapshot`,
    permission: GUEST_AUDIT,
    proxied: true,
    parameters: NO_PARAMETERS,
    answer: (call) => {
      const guest = findGuest(call, type);
      const running = guest.power === "stopped" ? 0 : 1;
      const { digest } = guestConfig(call.world, guest);
      const taken = guest.snapshots.map((snapshot) => ({
        name: snapshot.name,
        description: snapshot.description,
        snaptime: snapshot.takenAt,
        vmstate: type === "qemu" ? Number(snapshot.withMemory) : undefined,
        parent: snapshot.parent,
      }));
      const parent = guest.currentSnapshot;
      return [...taken, { name: "current", description: "You are here!", running, digest, parent }];
    },
  },
]);

type GuestConfig = Readonly<Record<string, string | number | undefined>>;

/** A guest's configuration as `…/config` answers it; the digest changes with the rest. */
export function guestConfig(world: World, guest: GuestState): GuestConfig {
  const config = guest.type === "qemu" ? qemuConfig(world, guest) : lxcConfig(guest);
  const text = Object.entries(config)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${value}`)
    .join("\n");
  return { ...config, digest: createHash("sha1").update(text).digest("hex") };
}

function common({ spec, tags, lock }: GuestState): GuestConfig {
  return {
    cores: spec.cores,
    tags: tags || undefined,
    lock: lock ?? undefined,
    template: spec.template ? 1 : undefined,
    onboot: spec.onboot ? 1 : undefined,
  };
}

function qemuConfig(world: World, guest: GuestState): GuestConfig {
  const { spec } = guest;
  return {
    ...common(guest),
    name: guest.name,
    // Text since 8.1.
    memory: String(Math.floor(spec.memory / MIB)),
    sockets: spec.sockets,
    cpu: spec.cpuType,
    ostype: spec.ostype ?? "l26",
    scsihw: "virtio-scsi-single",
    numa: 0,
    agent: spec.agent ? "1" : undefined,
    boot: `order=${spec.disks[0]?.key ?? "net0"}`,
    meta: `creation-qemu=${guest.createdWith},ctime=${guest.createdAt}`,
    vmgenid: uuidOf(guest, 1),
    smbios1: `uuid=${uuidOf(guest, 2)}`,
    net0: `virtio=${macOf(guest)},bridge=vmbr0,firewall=1`,
    ...Object.fromEntries(
      spec.disks.map((disk, index) => [
        disk.key,
        `${volumeOf(guest, disk.storage, index)},discard=on,iothread=1,size=${sizeText(disk.size)}`,
      ]),
    ),
    ...Object.fromEntries(spec.passthrough.map((key, index) => [key, passthroughText(key, index)])),
    ...Object.fromEntries(
      mappedDevices(world, guest).map(({ key, id }) => [
        key,
        key.startsWith("virtiofs") ? `dirid=${id}` : `mapping=${id}`,
      ]),
    ),
  };
}

function lxcConfig(guest: GuestState): GuestConfig {
  const { spec } = guest;
  return {
    ...common(guest),
    hostname: guest.name,
    arch: "amd64",
    ostype: spec.ostype ?? "debian",
    unprivileged: 1,
    features: "nesting=1",
    memory: Math.floor(spec.memory / MIB),
    swap: 512,
    net0: `name=eth0,bridge=vmbr0,firewall=1,hwaddr=${macOf(guest)},ip=dhcp,type=veth`,
    ...Object.fromEntries(
      spec.disks.map((disk, index) => [
        disk.key,
        `${volumeOf(guest, disk.storage, index)},${disk.key.startsWith("mp") ? `mp=/srv/${disk.key},` : ""}size=${sizeText(disk.size)}`,
      ]),
    ),
    ...Object.fromEntries(
      spec.mounts.map((mount) => [
        mount.key,
        `${mount.volume},mp=${mount.volume}${mount.shared ? ",shared=1" : ""}`,
      ]),
    ),
    ...Object.fromEntries(spec.passthrough.map((key) => [key, "/dev/dri/renderD128"])),
  };
}

function volumeOf(guest: GuestState, storage: string, index: number): string {
  const kind = guest.spec.template ? "base" : "vm";
  return `${storage}:${kind}-${guest.vmid}-disk-${index}`;
}

function passthroughText(key: string, index: number): string {
  if (key.startsWith("usb")) return "host=0951:1666,usb3=1";
  return `0000:0${index + 1}:00.0,pcie=1`;
}

/** As PVE writes sizes: the largest unit that is a whole number. */
function sizeText(bytes: number): string {
  for (const [unit, factor] of [
    ["T", 1024 ** 4],
    ["G", 1024 ** 3],
    ["M", MIB],
    ["K", 1024],
  ] as const) {
    if (bytes >= factor && bytes % factor === 0) return `${bytes / factor}${unit}`;
  }
  return String(bytes);
}

/** Both depend on when the guest was made, so that a re-used VMID shows. */
function uuidOf(guest: GuestState, kind: number): string {
  const part = (index: number): string =>
    hashNumbers(guest.vmid, guest.createdAt, kind, index).toString(16).padStart(8, "0");
  const [a, b, c, d] = [part(0), part(1), part(2), part(3)];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-a${c.slice(1, 4)}-${c.slice(4)}${d}`;
}

export function macOf(guest: GuestState): string {
  const tail = hashNumbers(guest.vmid, guest.createdAt, 3).toString(16).padStart(8, "0").toUpperCase();
  return `BC:24:11:${tail.slice(0, 2)}:${tail.slice(2, 4)}:${tail.slice(4, 6)}`;
}
