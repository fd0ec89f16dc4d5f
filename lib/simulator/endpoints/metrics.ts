import { type Call, type Endpoint, readFlag, readNumber, readText } from "../http/endpoint";
import { flag, integer, optional, since, text } from "../http/parameter";
import { JsonText } from "../http/perl-json";
import { figuresOf, GENERATIONS_KEPT, type Generation } from "../world/metrics-ring";
import type { GuestState } from "../world/state";
import type { World } from "../world/world";
import { storageUsed } from "./resource-rows";

export const METRICS_ENDPOINTS: readonly Endpoint[] = [
  {
    method: "GET",
    path: "/cluster/metrics/export",
    permission: { path: "/", privileges: ["Sys.Audit"] },
    parameters: {
      history: optional(flag()),
      "local-only": optional(flag()),
      "node-list": since("9.0", optional(text())),
      "start-time": optional(integer()),
    },
    answer: exportMetrics,
  },
];

const NODE_METRICS = [
  "uptime",
  "net_in",
  "net_out",
  "cpu_avg1",
  "cpu_avg5",
  "cpu_avg15",
  "cpu_max",
  "cpu_current",
  "cpu_iowait",
  "mem_total",
  "mem_used",
  "swap_total",
  "swap_used",
  "disk_total",
  "disk_used",
] as const;

const DERIVED: ReadonlySet<string> = new Set(["net_in", "net_out", "disk_read", "disk_write"]);

/** What stands before and after a value; one of the two also holds the time, which all rows of a round share. */
interface RowForm {
  readonly head: string;
  readonly tail: string;
  readonly timeFirst: boolean;
}

/** The fixed parts of a row, in one of the orders in which Perl may write it. */
function rowForm(id: string, metric: string): RowForm {
  const type = DERIVED.has(metric) ? "derive" : "gauge";
  switch ((id.charCodeAt(id.length - 1) + metric.length + metric.charCodeAt(0)) % 3) {
    case 0:
      return {
        head: `{"metric":"${metric}","id":"${id}","type":"${type}","value":`,
        tail: "}",
        timeFirst: false,
      };
    case 1:
      return {
        head: '"value":',
        tail: `,"id":"${id}","metric":"${metric}","type":"${type}"}`,
        timeFirst: true,
      };
    default:
      return {
        head: `{"type":"${type}","id":"${id}","value":`,
        tail: `,"metric":"${metric}"}`,
        timeFirst: false,
      };
  }
}

const guestForms = new WeakMap<GuestState, readonly RowForm[]>();

/** Kept for each guest: there are a hundred thousand rows in a round, and only values and time change. */
function formsOf(guest: GuestState): readonly RowForm[] {
  const known = guestForms.get(guest);
  if (known) return known;
  const forms = GUEST_METRICS.map((metric) => rowForm(`${guest.type}/${guest.vmid}`, metric));
  guestForms.set(guest, forms);
  return forms;
}

function exportMetrics(call: Call): JsonText {
  const { world } = call;
  const start = readNumber(call, "start-time");
  const count = generationCount(call, start);
  const nodes = chosenNodes(call);
  const rows: string[] = [];
  for (const generation of world.metrics.last(count)) {
    if (start !== undefined && generation.at + world.skew <= start) continue;
    writeGeneration(world, generation, nodes, rows);
  }
  return new JsonText(`{"data":[${rows.join(",")}]}`);
}

function generationCount(call: Call, start: number | undefined): number {
  if (!readFlag(call, "history")) return 1;
  if (start === undefined) return GENERATIONS_KEPT;
  return Math.floor((call.world.reportedNow() - start) / 10) + 1;
}

function chosenNodes(call: Call): ReadonlySet<string> {
  if (readFlag(call, "local-only")) return new Set([call.world.localNode().name]);
  const list = readText(call, "node-list");
  return new Set(list ? list.split(/[,; ]+/) : call.world.nodes.keys());
}

function writeGeneration(
  world: World,
  generation: Generation,
  nodes: ReadonlySet<string>,
  rows: string[],
): void {
  const at = Math.floor(generation.at + world.skew);
  const timeFirst = `{"timestamp":${at},`;
  const timeLast = `,"timestamp":${at}`;
  const add = (form: RowForm, value: number): void => {
    rows.push(
      form.timeFirst ? timeFirst + form.head + value + form.tail : form.head + value + timeLast + form.tail,
    );
  };
  const write = (id: string, metric: string, value: number): void => add(rowForm(id, metric), value);
  for (const [name, values] of generation.nodes) {
    if (!nodes.has(name)) continue;
    NODE_METRICS.forEach((metric, index) => {
      write(`node/${name}`, metric, values[index] ?? 0);
    });
    for (const storage of world.storages.values()) {
      if (!storage.nodes.includes(name)) continue;
      write(`storage/${name}/${storage.id}`, "disk_total", storage.spec.total);
      write(`storage/${name}/${storage.id}`, "disk_used", storageUsed(storage, name));
    }
  }
  for (const guest of world.guests.values()) {
    const figures = nodes.has(guest.node) ? figuresOf(generation, guest.slot) : null;
    if (figures) writeGuest(guest, figures, add);
  }
}

/** The first six only of a guest that runs. */
const GUEST_METRICS = [
  "cpu_current",
  "mem_used",
  "disk_read",
  "disk_write",
  "net_in",
  "net_out",
  "uptime",
  "cpu_max",
  "mem_total",
  "disk_total",
] as const;
const RUNNING_METRICS = 6;

function writeGuest(
  guest: GuestState,
  figures: Float64Array,
  add: (form: RowForm, value: number) => void,
): void {
  const [cpu = 0, memory = 0, netIn = 0, netOut = 0, diskRead = 0, diskWrite = 0, uptime = 0] = figures;
  const values = [
    cpu,
    memory,
    diskRead,
    diskWrite,
    netIn,
    netOut,
    Math.max(0, uptime),
    guest.cores,
    guest.spec.memory,
    guest.spec.disks[0]?.size ?? 0,
  ];
  const forms = formsOf(guest);
  for (let index = uptime >= 0 ? 0 : RUNNING_METRICS; index < values.length; index += 1) {
    const form = forms[index];
    if (form) add(form, values[index] ?? 0);
  }
}
