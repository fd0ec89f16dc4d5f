import { guestUseAt } from "./load";
import { emptyFigures, writeFigures } from "./metrics-ring";
import { nodeUseAt } from "./node-use";
import type { GuestState, GuestUse, NodeState } from "./state";
import type { World } from "./world";

const WEEK_HOURS = 168;
const SAMPLE_HOURS = 7;
const SOME_MONDAY = Date.UTC(2025, 0, 6) / 1_000;

/**
 * What pvestatd does every ten seconds on every node: reads the figures of its guests and tells the
 * cluster. Between two of these nothing but configuration changes in the API's answers.
 */
export function takeStatistics(world: World, at: number, seconds: number): void {
  const sums = new Map<string, GuestUse>();
  const figures = emptyFigures(world.slotCount);

  for (const guest of world.guests.values()) {
    const node = world.nodes.get(guest.node);
    if (!node?.online) continue;
    sampleGuest(world, guest, at, seconds, sums);
    writeGuestFigures(guest, figures);
  }

  const nodeFigures = new Map<string, readonly number[]>();
  for (const node of world.nodes.values()) {
    node.seenOnline = node.online;
    if (!node.online) {
      node.sample = null;
      continue;
    }
    sampleNode(world, node, sums.get(node.name) ?? noUse(), at, seconds);
    nodeFigures.set(node.name, figuresOfNode(node));
  }
  world.metrics.push({ at, nodes: nodeFigures, guests: figures });
  world.statisticsAt = at;
  world.revision += 1;
}

export function noUse(): GuestUse {
  return { cores: 0, memory: 0, netIn: 0, netOut: 0, diskRead: 0, diskWrite: 0 };
}

export function addUse(sum: GuestUse, use: GuestUse): void {
  sum.cores += use.cores;
  sum.memory += use.memory;
  sum.netIn += use.netIn;
  sum.netOut += use.netOut;
  sum.diskRead += use.diskRead;
  sum.diskWrite += use.diskWrite;
}

function sampleGuest(
  world: World,
  guest: GuestState,
  at: number,
  seconds: number,
  sums: Map<string, GuestUse>,
): void {
  if (guest.power === "stopped") {
    guest.sample = { status: "stopped", uptime: 0, cpu: 0, memory: 0 };
    return;
  }
  const use = guestUseAt(guest.spec, world.seed, at, world.origin);
  if (guest.power === "paused") use.cores = 0;
  const sinceStart = Math.max(0, at - guest.startedAt);
  // The first statistics of all stand for everything since the guest started.
  if (world.statisticsAt === 0) addTraffic(guest, ordinaryUse(world, guest), sinceStart);
  else addTraffic(guest, use, guest.power === "running" ? Math.min(seconds, sinceStart) : 0);
  guest.sample = {
    status: guest.power,
    uptime: Math.max(0, Math.floor(at - guest.startedAt)),
    cpu: use.cores / guest.cores,
    memory: use.memory,
  };

  const sum = sums.get(guest.node);
  if (sum) addUse(sum, use);
  else sums.set(guest.node, use);
}

function addTraffic({ counters }: GuestState, use: GuestUse, seconds: number): void {
  counters.netIn += use.netIn * seconds;
  counters.netOut += use.netOut * seconds;
  counters.diskRead += use.diskRead * seconds;
  counters.diskWrite += use.diskWrite * seconds;
}

/** Mean use in a week that is the same at every start, so that counters go on where they were. */
function ordinaryUse(world: World, { spec }: GuestState): GuestUse {
  const sum = noUse();
  for (let hour = 0; hour < WEEK_HOURS; hour += SAMPLE_HOURS) {
    addUse(sum, guestUseAt(spec, world.seed, SOME_MONDAY + hour * 3_600, SOME_MONDAY));
  }
  const share = SAMPLE_HOURS / WEEK_HOURS;
  return {
    cores: sum.cores * share,
    memory: sum.memory * share,
    netIn: sum.netIn * share,
    netOut: sum.netOut * share,
    diskRead: sum.diskRead * share,
    diskWrite: sum.diskWrite * share,
  };
}

function writeGuestFigures(guest: GuestState, figures: Float64Array): void {
  const { sample, counters } = guest;
  if (!sample) return;
  const runs = sample.status !== "stopped";
  writeFigures(figures, guest.slot, [
    sample.cpu,
    sample.memory,
    Math.floor(counters.netIn),
    Math.floor(counters.netOut),
    Math.floor(counters.diskRead),
    Math.floor(counters.diskWrite),
    runs ? sample.uptime : -1,
  ]);
}

function sampleNode(world: World, node: NodeState, guests: GuestUse, at: number, seconds: number): void {
  const use = nodeUseAt(node, guests, world.seed, at);
  const before = node.sample ?? trafficSinceStart(world, node, at);
  node.sample = {
    cpu: use.cpu,
    iowait: use.iowait,
    memory: use.memory,
    load: use.load,
    pressure: use.pressure,
    netIn: before.netIn + use.netIn * Math.min(seconds, at - node.startedAt),
    netOut: before.netOut + use.netOut * Math.min(seconds, at - node.startedAt),
    uptime: Math.max(0, Math.floor(at - node.startedAt)),
  };
}

/** A node's own counters when it is first seen: those of its guests, as if they had always been there. */
function trafficSinceStart(world: World, node: NodeState, at: number): { netIn: number; netOut: number } {
  if (world.statisticsAt !== 0) return { netIn: 0, netOut: 0 };
  const sum = noUse();
  for (const guest of world.guests.values()) {
    if (guest.spec.node === node.name && guest.power !== "stopped") addUse(sum, ordinaryUse(world, guest));
  }
  const upSeconds = at - node.startedAt;
  return { netIn: sum.netIn * upSeconds, netOut: sum.netOut * upSeconds };
}

/** In the order in which `/cluster/metrics/export` names a node's figures. */
function figuresOfNode(node: NodeState): readonly number[] {
  const { sample, spec } = node;
  if (!sample) return [];
  return [
    sample.uptime,
    Math.floor(sample.netIn),
    Math.floor(sample.netOut),
    ...sample.load,
    spec.cores,
    sample.cpu,
    sample.iowait,
    spec.memory,
    sample.memory,
    spec.swap,
    spec.swapUsed,
    spec.rootTotal,
    spec.rootUsed,
  ];
}
