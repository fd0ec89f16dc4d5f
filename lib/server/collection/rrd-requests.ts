import "server-only";
import type { Snapshot } from "@/lib/inventory/snapshot";

export const TIMEFRAMES = ["hour", "day", "week", "month", "year"] as const;
export type Timeframe = (typeof TIMEFRAMES)[number];

export interface RrdObject {
  readonly kind: "node" | "guest" | "storage";
  readonly objectId: number | null;
  /** Where its `rrddata` is. */
  readonly path: string;
  readonly guestKind: "qemu" | "lxc" | null;
  /** A guest's history begins with the guest, also when its VMID was used before. */
  readonly bornAtMs: number | null;
}

/** Every object of a reading that PVE keeps a history of, nodes first. */
export function rrdObjects({ nodes, guests, storages }: Snapshot): readonly RrdObject[] {
  const encode = encodeURIComponent;
  return [
    ...nodes.map(({ name, objectId }) => object("node", objectId, `/nodes/${encode(name)}/rrddata`)),
    ...storages.flatMap(({ name, node, nodes: places, objectId }) => {
      const place = node ?? places[0];
      return place
        ? [object("storage", objectId, `/nodes/${encode(place)}/storage/${encode(name)}/rrddata`)]
        : [];
    }),
    ...guests.map(({ vmid, kind, node, objectId, creationMark }) => ({
      ...object("guest", objectId, `/nodes/${encode(node)}/${kind}/${vmid}/rrddata`),
      guestKind: kind,
      bornAtMs: bornAt(creationMark),
    })),
  ];
}

function object(kind: RrdObject["kind"], objectId: number | null, path: string): RrdObject {
  return { kind, objectId, path, guestKind: null, bornAtMs: null };
}

function bornAt(mark: string | null): number | null {
  const seconds = /^(?:ctime|created)=(\d+)$/.exec(mark ?? "")?.[1];
  return seconds === undefined ? null : Number(seconds) * 1_000;
}
