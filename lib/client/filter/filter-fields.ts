export interface FilterField {
  readonly name: string;
  readonly kind: "text" | "number";
  readonly help: string;
  readonly example: string;
  /** What a number without a unit means, and how to read one with. */
  readonly unit?: "percent" | "bytes" | "rate" | "seconds" | "count";
}

/** What can be asked about a guest; the help sheet and the completion are made from it. */
export const FILTER_FIELDS: readonly FilterField[] = [
  { name: "node", kind: "text", help: "The node it runs on", example: "node:pve1" },
  { name: "cluster", kind: "text", help: "The cluster it belongs to", example: "cluster:prod-a" },
  { name: "state", kind: "text", help: "running, stopped, paused and so on", example: "state:running" },
  { name: "type", kind: "text", help: "vm or ct", example: "type:ct" },
  { name: "name", kind: "text", help: "Its name", example: "name~web" },
  { name: "id", kind: "number", unit: "count", help: "Its VMID", example: "id:110" },
  { name: "tag", kind: "text", help: "One of its tags", example: "tag:db" },
  { name: "pool", kind: "text", help: "Its pool", example: "pool:prod" },
  { name: "lock", kind: "text", help: "Its lock, such as backup", example: "lock:backup" },
  { name: "ha", kind: "text", help: "State of its HA service", example: "ha:started" },
  { name: "is", kind: "text", help: "template, locked, ha, passthrough", example: "is:locked" },
  { name: "cpu", kind: "number", unit: "percent", help: "Percent of its own CPUs", example: "cpu>50" },
  { name: "cpus", kind: "number", unit: "count", help: "Virtual CPUs", example: "cpus>=8" },
  { name: "mem", kind: "number", unit: "percent", help: "Percent of its memory", example: "mem>80" },
  { name: "memory", kind: "number", unit: "bytes", help: "Size of its memory", example: "memory>=16G" },
  { name: "disk", kind: "number", unit: "bytes", help: "Size of its boot disk", example: "disk>100G" },
  { name: "io", kind: "number", unit: "rate", help: "Disk reads and writes a second", example: "io>10M" },
  {
    name: "net",
    kind: "number",
    unit: "rate",
    help: "Network in and out, bytes a second",
    example: "net>1M",
  },
  { name: "uptime", kind: "number", unit: "seconds", help: "Time since its start", example: "uptime<1d" },
];

export function findFilterField(name: string): FilterField | null {
  return FILTER_FIELDS.find((field) => field.name === name) ?? null;
}
