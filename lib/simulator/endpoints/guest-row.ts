import { PerlJsonWriter } from "../http/perl-json";
import type { Random } from "../random";
import { isAtLeast } from "../release";
import { hostMemory, usedDisk } from "../world/round-robin";
import type { GuestSample, GuestState } from "../world/state";
import type { World } from "../world/world";

export function bootDiskSize(guest: GuestState): number {
  return guest.spec.disks[0]?.size ?? 0;
}

/** Bytes of the host that a VM's process has; PVE says 0 for a container. */
export function memoryOnHost(guest: GuestState): number {
  return guest.type === "qemu" ? hostMemory(guest, guest.sample?.memory ?? 0) : 0;
}

/** Whether its node is silent or it has not been seen yet: PVE then knows only its configuration. */
export function isUnseen(world: World, guest: GuestState): boolean {
  return guest.sample === null || !world.nodes.get(guest.node)?.seenOnline;
}

/**
 * A guest's row of `/cluster/resources`. There are ten thousand of these in a round, so that what seldom changes is
 * kept as text and only the figures are written anew.
 */
export function guestRowJson(world: World, guest: GuestState, random: Random): string {
  const { sample } = guest;
  const seen = sample !== null && !isUnseen(world, guest);
  const settled = settledText(guest, seen ? sample.status : null, random);
  if (!seen) return `{${settled}}`;
  const figures = figuresText(guest, sample, isAtLeast(world.profileOf(guest.node), "9.0"), random);
  return random.next() < 0.5 ? `{${settled},${figures}}` : `{${figures},${settled}}`;
}

interface Settled {
  readonly of: readonly unknown[];
  readonly text: string;
}

const settledRows = new WeakMap<GuestState, Settled>();

/** What stays from round to round, as the inside of an object; `status` is null while nobody has seen the guest. */
function settledText(guest: GuestState, status: GuestSample["status"] | null, random: Random): string {
  const { spec, node, pool, tags, lock, name, ha } = guest;
  const of = [status, spec, node, pool, tags, lock, name, ha?.state];
  const known = settledRows.get(guest);
  if (known?.of.every((value, index) => value === of[index])) return known.text;

  const configuration = {
    id: `${guest.type}/${guest.vmid}`,
    type: guest.type,
    vmid: guest.vmid,
    node,
    template: spec.template ? 1 : 0,
    pool: pool ?? undefined,
    tags: tags || undefined,
    lock: lock ?? undefined,
    hastate: ha?.state,
  };
  // Without a reading PVE does not even know the name.
  const fields =
    status === null
      ? { ...configuration, status: "unknown" }
      : {
          ...configuration,
          status,
          name,
          maxcpu: guest.cores,
          maxmem: spec.memory,
          maxdisk: bootDiskSize(guest),
          disk: usedDisk(guest),
        };
  const text = new PerlJsonWriter(random).write(fields).slice(1, -1);
  settledRows.set(guest, { of, text });
  return text;
}

function figuresText(
  guest: GuestState,
  sample: GuestSample,
  tellsHostMemory: boolean,
  random: Random,
): string {
  const { counters } = guest;
  const on = sample.status !== "stopped";
  const figure = (value: number): number => (on ? Math.floor(value) : 0);
  const traffic = `"netin":${figure(counters.netIn)},"netout":${figure(counters.netOut)}`;
  const disk = `"diskread":${figure(counters.diskRead)},"diskwrite":${figure(counters.diskWrite)}`;
  const memory = `"mem":${figure(sample.memory)},"uptime":${figure(sample.uptime)}`;
  const cpu = tellsHostMemory
    ? `"cpu":${sample.cpu},"memhost":${figure(memoryOnHost(guest))}`
    : `"cpu":${sample.cpu}`;
  switch (random.below(4)) {
    case 0:
      return `${traffic},${cpu},${disk},${memory}`;
    case 1:
      return `${cpu},${memory},${traffic},${disk}`;
    case 2:
      return `${disk},${memory},${cpu},${traffic}`;
    default:
      return `${memory},${disk},${traffic},${cpu}`;
  }
}
