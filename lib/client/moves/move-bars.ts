import type { MoveRow } from "@/lib/api/moves";

/** One thing that is copied: the memory, or a disk. */
export interface MoveBar {
  readonly key: string;
  readonly title: string;
  readonly kind: "mem" | "disk";
  readonly doneBytes: number;
  readonly totalBytes: number | null;
  readonly bytesPerSecond: number | null;
  /** 0–1; null while the whole is not known. */
  readonly fraction: number | null;
  readonly ready: boolean;
}

/** What a move copies, disks before memory as Proxmox VE does it. */
export function moveBars({ progress, state }: Pick<MoveRow, "progress" | "state">): readonly MoveBar[] {
  if (progress === null) return [];
  const isOver = state === "done";
  const disks = progress.disks.map(({ disk, ready, ...bytes }) =>
    barOf({ ...bytes, key: disk, title: disk, kind: "disk", ready: ready || isOver }),
  );
  const { memory } = progress;
  if (memory === null) return disks;
  const ready = isOver || ["switching", "starting", "ended"].includes(progress.phase);
  return [...disks, barOf({ ...memory, key: "memory", title: "Memory", kind: "mem", ready })];
}

/** All that is copied as one share; null while nothing is known of it. */
export function overallFraction(bars: readonly MoveBar[]): number | null {
  const known = bars.flatMap(({ fraction, totalBytes }) =>
    fraction === null || totalBytes === null ? [] : [{ fraction, totalBytes }],
  );
  const total = known.reduce((sum, { totalBytes }) => sum + totalBytes, 0);
  if (total <= 0) return null;
  return known.reduce((sum, { fraction, totalBytes }) => sum + fraction * totalBytes, 0) / total;
}

/**
 * Bars that never go back: a share that was shown stays the least that is shown.
 *
 * @param shown largest share so far by bar, brought up to date
 */
export function steadyBars(bars: readonly MoveBar[], shown: Map<string, number>): readonly MoveBar[] {
  return bars.map((bar) => {
    const before = shown.get(bar.key);
    if (bar.fraction === null) return before === undefined ? bar : { ...bar, fraction: before };
    const fraction = Math.max(bar.fraction, before ?? 0);
    shown.set(bar.key, fraction);
    return { ...bar, fraction };
  });
}

type BarParts = Omit<MoveBar, "fraction"> & { readonly dirtyBytesPerSecond?: number | null };

function barOf({ key, title, kind, doneBytes, totalBytes, bytesPerSecond, ready }: BarParts): MoveBar {
  const share = totalBytes === null || totalBytes <= 0 ? null : Math.min(1, doneBytes / totalBytes);
  return {
    key,
    title,
    kind,
    doneBytes,
    totalBytes,
    bytesPerSecond: ready ? null : bytesPerSecond,
    // Memory is sent again where the guest writes, so all of it may be sent long before it is ready.
    fraction: ready ? 1 : share === null ? null : Math.min(share, 0.99),
    ready,
  };
}
