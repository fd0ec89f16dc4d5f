import type { GuestState } from "./state";
import type { World } from "./world";

export type Mapping = World["scenario"]["mappings"][number];

export interface MappedDevice {
  /** `hostpci0` */
  readonly key: string;
  readonly id: string;
  /** Null when there is no mapping of this name and kind. */
  readonly mapping: Mapping | null;
}

/** The mapped devices of a VM, in the order of their keys. */
export function mappedDevices(world: World, guest: GuestState): MappedDevice[] {
  return Object.entries(guest.spec.mapped ?? {})
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([key, id]) => ({ key, id, mapping: findMapping(world, kindOf(key), id) }));
}

export function findMapping(world: World, kind: Mapping["kind"], id: string): Mapping | null {
  return world.scenario.mappings.find((mapping) => mapping.kind === kind && mapping.id === id) ?? null;
}

/** Keys of devices that a node has nothing for. */
export function missingDevices(world: World, guest: GuestState, node: string): string[] {
  return mappedDevices(world, guest)
    .filter(({ mapping }) => mapping?.nodes[node] === undefined)
    .map(({ key }) => key);
}

/** Everything local of a VM, mapped or not, as PVE lists it. */
export function localResources(world: World, guest: GuestState): string[] {
  return [...guest.spec.passthrough, ...mappedDevices(world, guest).map(({ key }) => key)];
}

function kindOf(key: string): Mapping["kind"] {
  if (key.startsWith("usb")) return "usb";
  return key.startsWith("virtiofs") ? "dir" : "pci";
}
