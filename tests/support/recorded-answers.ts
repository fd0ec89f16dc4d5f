import { playRecording } from "@/lib/server/collection/play-recording";

export const RECORDED_NODE = {
  type: "node",
  id: "node/oak",
  node: "oak",
  status: "online",
  cpu: 0.25,
  maxcpu: 8,
  mem: 3_000,
  maxmem: 9_000,
  disk: 10,
  maxdisk: 100,
  uptime: 60,
};
export const RECORDED_GUEST = {
  type: "qemu",
  id: "qemu/700",
  vmid: 700,
  node: "oak",
  name: "acorn",
  status: "running",
  cpu: 0.5,
  maxcpu: 2,
  mem: 1_000,
  maxmem: 4_000,
  disk: 0,
  maxdisk: 5_000,
  uptime: 30,
};
/** `data` is put into PVE's envelope, except for an answer that is an error. */
export type Recorded = readonly [path: string, data: unknown, status?: number];

/** Plays recorded answers as a recording of one line for each. */
export function playAnswers(...calls: readonly Recorded[]) {
  const lines = calls.map(([path, data, status = 200]) =>
    JSON.stringify({ method: "GET", path, status, reason: "", body: status === 200 ? { data } : data }),
  );
  return playRecording(lines.join("\n"));
}

export const resourcesOf = (...rows: readonly unknown[]): Recorded => ["/api2/json/cluster/resources", rows];
export const problemPaths = ({ problems }: { readonly problems: readonly { readonly path: string }[] }) =>
  problems.map(({ path }) => path);
