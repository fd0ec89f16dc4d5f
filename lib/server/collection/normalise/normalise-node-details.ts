import "server-only";
import type { LoadAverage, Node, Pressure } from "@/lib/inventory/snapshot";
import { plainPveVersion } from "@/lib/server/proxmox/pve-version";
import { FieldReader, isRow, readRows } from "./field-reader";
import { perSecond } from "./per-second";
import { Problems } from "./problems";

/** Adds what `/nodes/{node}/status` tells to a node. */
export function addNodeStatus(node: Node, status: unknown, path: string, problems: Problems): Node {
  if (!isRow(status)) {
    problems.add(path, "the answer is not an object");
    return node;
  }
  const row = new FieldReader(status, path, problems);
  return { ...node, ...hardware(node, row), ...measuredNow(node, row), ...whereMissing(node, row) };
}

function hardware(node: Node, row: FieldReader): Partial<Node> {
  const cpu = row.object("cpuinfo");
  const kernel = row.object("current-kernel").text("release") ?? kernelRelease(row.text("kversion"));
  return {
    cpuSockets: cpu.count("sockets") ?? node.cpuSockets,
    cpuModel: cpu.text("model")?.trim() ?? node.cpuModel,
    pveVersion: versionOf(row) ?? node.pveVersion,
    kernelVersion: kernel ?? node.kernelVersion,
  };
}

function measuredNow(node: Node, row: FieldReader): Partial<Node> {
  const swap = row.object("swap");
  return {
    ioWaitFraction: row.fraction("wait", 1.1) ?? node.ioWaitFraction,
    loadAverage: readLoadAverage(row) ?? node.loadAverage,
    swapUsedBytes: swap.quantity("used") ?? node.swapUsedBytes,
    swapTotalBytes: swap.quantity("total") ?? node.swapTotalBytes,
    ksmSharedBytes: row.object("ksm").quantity("shared") ?? node.ksmSharedBytes,
  };
}

/** What the list of nodes tells too: its row is fresher, but a token may not see it. */
function whereMissing(node: Node, row: FieldReader): Partial<Node> {
  const memory = row.object("memory");
  const root = row.object("rootfs");
  return {
    cpuFraction: node.cpuFraction ?? row.fraction("cpu", 1.1),
    cpuCount: node.cpuCount ?? row.object("cpuinfo").count("cpus"),
    memoryUsedBytes: node.memoryUsedBytes ?? memory.quantity("used"),
    memoryTotalBytes: node.memoryTotalBytes ?? memory.count("total"),
    rootUsedBytes: node.rootUsedBytes ?? root.quantity("used"),
    rootTotalBytes: node.rootTotalBytes ?? root.count("total"),
    uptimeSeconds: node.uptimeSeconds ?? row.quantity("uptime"),
  };
}

/** What one node's newest sample in `/cluster/metrics/export` says; `atMs` is that node's own clock. */
export interface NodeSample {
  readonly atMs: number;
  readonly values: ReadonlyMap<string, number>;
}

/** The newest sample of every node in an answer of `/cluster/metrics/export`. */
export function readMetricsExport(
  answer: unknown,
  path: string,
  problems: Problems,
): ReadonlyMap<string, NodeSample> {
  const rows = isRow(answer) ? answer.data : answer;
  const samples = new Map<string, { atMs: number; values: Map<string, number> }>();
  if (!Array.isArray(rows)) {
    problems.add(path, "the answer holds no list of metrics");
    return samples;
  }
  for (const reader of readRows(rows, path, problems)) {
    const id = reader.text("id");
    if (id === null) reader.problem("id", "the row names no object");
    if (!id?.startsWith("node/")) continue;
    const atMs = reader.time("timestamp");
    const metric = reader.text("metric");
    const value = reader.quantity("value");
    if (atMs === null || metric === null || value === null) continue;
    const name = id.slice("node/".length);
    const known = samples.get(name);
    if (known && known.atMs > atMs) continue;
    const sample = known?.atMs === atMs ? known : { atMs, values: new Map<string, number>() };
    sample.values.set(metric, value);
    samples.set(name, sample);
  }
  return samples;
}

/** Adds a node's sample; rates come from its counters and its own clock, so a wrong clock cannot bend them. */
export function addNodeSample(node: Node, sample: NodeSample): Node {
  const value = (metric: string) => sample.values.get(metric) ?? null;
  const wait = value("cpu_iowait");
  const [one, five, fifteen] = [value("cpu_avg1"), value("cpu_avg5"), value("cpu_avg15")];
  const before = node.counters ?? null;
  const counters = { atMs: sample.atMs, netInBytes: value("net_in"), netOutBytes: value("net_out") };
  const elapsedSeconds = before ? (sample.atMs - before.atMs) / 1_000 : null;
  const stands = elapsedSeconds === 0;
  const rate = (now: number | null, then: number | null | undefined, kept: number | null) =>
    stands ? kept : perSecond(now, then ?? null, elapsedSeconds);
  return {
    ...node,
    ioWaitFraction: wait !== null && wait <= 1.1 ? Math.min(wait, 1) : node.ioWaitFraction,
    loadAverage:
      one !== null && five !== null && fifteen !== null
        ? { oneMinute: one, fiveMinutes: five, fifteenMinutes: fifteen }
        : node.loadAverage,
    swapUsedBytes: value("swap_used") ?? node.swapUsedBytes,
    swapTotalBytes: value("swap_total") ?? node.swapTotalBytes,
    netInBytesPerSecond:
      rate(counters.netInBytes, before?.netInBytes, node.netInBytesPerSecond) ?? node.netInBytesPerSecond,
    netOutBytesPerSecond:
      rate(counters.netOutBytes, before?.netOutBytes, node.netOutBytesPerSecond) ?? node.netOutBytesPerSecond,
    counters,
  };
}

/** Adds the newest minute of a node's `rrddata`: pressure (PVE 9), and the rest where nothing fresher is known. */
export function addNodeMinute(
  node: Node,
  answer: unknown,
  {
    path,
    problems,
    isFresher,
  }: { readonly path: string; readonly problems: Problems; readonly isFresher: boolean },
): Node {
  const rows = readRows(answer, path, problems);
  const newest = rows.findLast(({ row }) => row.cpu !== undefined && row.cpu !== null);
  if (!newest) return node;
  const kept = {
    ioWaitFraction: newest.fraction("iowait", 1.1),
    swapUsedBytes: newest.quantity("swapused"),
    swapTotalBytes: newest.quantity("swaptotal"),
    netInBytesPerSecond: newest.quantity("netin"),
    netOutBytesPerSecond: newest.quantity("netout"),
  };
  return {
    ...node,
    ioWaitFraction: isFresher ? node.ioWaitFraction : kept.ioWaitFraction,
    swapUsedBytes: node.swapUsedBytes ?? kept.swapUsedBytes,
    swapTotalBytes: node.swapTotalBytes ?? kept.swapTotalBytes,
    netInBytesPerSecond: isFresher
      ? (node.netInBytesPerSecond ?? kept.netInBytesPerSecond)
      : kept.netInBytesPerSecond,
    netOutBytesPerSecond: isFresher
      ? (node.netOutBytesPerSecond ?? kept.netOutBytesPerSecond)
      : kept.netOutBytesPerSecond,
    pressure: readPressure(newest),
  };
}

/** Pressure in percent, as `rrddata` gives it, in shares; null when the row holds none. */
export function readPressure(row: FieldReader): Pressure | null {
  const pressure = {
    cpuSomeFraction: row.percent("pressurecpusome"),
    ioSomeFraction: row.percent("pressureiosome"),
    ioFullFraction: row.percent("pressureiofull"),
    memorySomeFraction: row.percent("pressurememorysome"),
    memoryFullFraction: row.percent("pressurememoryfull"),
  };
  return Object.values(pressure).every((value) => value === null) ? null : pressure;
}

function readLoadAverage(row: FieldReader): LoadAverage | null {
  const list = row.row.loadavg;
  if (list === undefined || list === null) return null;
  if (!Array.isArray(list)) return row.problem("loadavg", "it is not a list of three numbers");
  const reader = new FieldReader({ ...list }, `${row.path}.loadavg`, new Problems());
  const [one, five, fifteen] = [reader.quantity("0"), reader.quantity("1"), reader.quantity("2")];
  if (one === null || five === null || fifteen === null)
    return row.problem("loadavg", "it is not a list of three numbers");
  return { oneMinute: one, fiveMinutes: five, fifteenMinutes: fifteen };
}

/** `6.17.4-1-pve` out of `Linux 6.17.4-1-pve #1 SMP …`. */
function kernelRelease(version: string | null): string | null {
  return /^(?:Linux )?(\S+)/.exec(version ?? "")?.[1] ?? null;
}

function versionOf(row: FieldReader): string | null {
  const text = row.text("pveversion");
  if (text === null) return null;
  return plainPveVersion(text) ?? row.problem("pveversion", `"${text}" is not a version`);
}
