import { isAtLeast } from "../release";
import { blockingResources, partnersOf, serviceId } from "../world/ha/ha-rules";
import { localResources, mappedDevices, missingDevices } from "../world/mapped-devices";
import type { GuestState } from "../world/state";
import type { World } from "../world/world";

type Findings = Readonly<Record<string, unknown>>;

/** What `GET …/migrate` says about a VM: which nodes could take it, and what it has that is local. */
export function vmPreconditions(world: World, guest: GuestState): object {
  const since9 = isAtLeast(world.profileOf(guest.node), "9.0");
  const findings = findingsByNode(world, guest, (node) => ({
    ...vmFindings(world, guest, node),
    ...haFindings(world, guest, node),
  }));
  const mapped = mappedDevices(world, guest);
  return {
    running: guest.power === "stopped" ? 0 : 1,
    allowed_nodes: allowedOf(findings),
    not_allowed_nodes: Object.fromEntries(findings),
    local_disks: localDisks(world, guest),
    local_resources: localResources(world, guest),
    "mapped-resources": mapped.map(({ key }) => key),
    "mapped-resource-info": Object.fromEntries(
      mapped.map(({ key, id, mapping }) => [
        key,
        { name: id, "live-migration": mapping?.liveMigration ? 1 : undefined },
      ]),
    ),
    "has-dbus-vmstate": since9 ? 1 : undefined,
    "dependent-ha-resources": since9 ? dependents(world, guest) : undefined,
  };
}

/** Only what HA has to say; disks and devices of a container show in the task. */
export function containerPreconditions(world: World, guest: GuestState): object {
  const findings = findingsByNode(world, guest, (node) => haFindings(world, guest, node));
  return {
    running: guest.power === "stopped" ? 0 : 1,
    "allowed-nodes": allowedOf(findings),
    "not-allowed-nodes": Object.fromEntries(findings.filter(([, found]) => Object.keys(found).length > 0)),
    "dependent-ha-resources": dependents(world, guest) ?? [],
  };
}

/** Every other node has an entry, also an empty one; whether it is up is not asked. */
function findingsByNode(
  world: World,
  guest: GuestState,
  find: (node: string) => Findings,
): (readonly [string, Findings])[] {
  return [...world.nodes.keys()].filter((node) => node !== guest.node).map((node) => [node, find(node)]);
}

function allowedOf(findings: readonly (readonly [string, Findings])[]): string[] {
  return findings.filter(([, found]) => Object.keys(found).length === 0).map(([node]) => node);
}

function vmFindings(world: World, guest: GuestState, node: string): Findings {
  const missing = guest.spec.disks
    .map((disk) => disk.storage)
    .filter((id) => world.storages.get(id)?.nodes.includes(node) === false);
  const devices = missingDevices(world, guest, node);
  return {
    ...(missing.length > 0 ? { unavailable_storages: [...new Set(missing)] } : {}),
    ...(devices.length > 0 ? { "unavailable-resources": devices } : {}),
  };
}

function haFindings(world: World, guest: GuestState, node: string): Findings {
  if (!guest.ha || !isAtLeast(world.profile, "9.0")) return {};
  const blocking = blockingResources(world, guest, node);
  return blocking.length > 0 ? { "blocking-ha-resources": blocking } : {};
}

function dependents(world: World, guest: GuestState): string[] | undefined {
  return guest.ha ? partnersOf(world, guest, "positive").map(serviceId) : undefined;
}

function localDisks(world: World, guest: GuestState): object[] {
  return guest.spec.disks.flatMap((disk, index) =>
    world.storages.get(disk.storage)?.shared === false
      ? [
          {
            volid: `${disk.storage}:vm-${guest.vmid}-disk-${index}`,
            size: disk.size,
            drivename: disk.key,
            cdrom: 0,
            is_cloudinit: 0,
            is_unused: 0,
            is_attached: 1,
            is_vmstate: 0,
            is_tpmstate: disk.key.startsWith("tpmstate") ? 1 : 0,
            replicate: 1,
            shared: 0,
          },
        ]
      : [],
  );
}
