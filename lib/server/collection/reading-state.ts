import "server-only";
import type { Snapshot, SnapshotPart } from "@/lib/inventory/snapshot";
import { PveError } from "@/lib/server/proxmox/pve-error";

/** When each part of a cluster was last asked for by this process, so that a failing part is not asked in every cycle. */
export type LastTried = Map<string, number>;

/** The freshness of every part while a reading is being made. */
export class ReadingState {
  private readonly parts = new Map<string, SnapshotPart>();

  constructor(
    previous: Snapshot | null,
    private readonly lastTried: LastTried,
    readonly readAtMs: number,
  ) {
    for (const part of previous?.parts ?? []) this.parts.set(part.part, part);
  }

  /** Milliseconds since a part was last read; infinite when it never was. */
  ageMs(part: string): number {
    const readAtMs = this.parts.get(part)?.readAtMs ?? null;
    return readAtMs === null ? Number.POSITIVE_INFINITY : this.readAtMs - readAtMs;
  }

  errorOf(part: string): string | null {
    return this.parts.get(part)?.error ?? null;
  }

  /** True when a part is older than `everyMs` and was not tried in vain within `retryMs`. */
  isDue(part: string, everyMs: number, retryMs = everyMs): boolean {
    const tried = this.lastTried.get(part);
    const hasFailed = this.errorOf(part) !== null;
    if (hasFailed && tried !== undefined && this.readAtMs - tried < retryMs) return false;
    // Readings are never exactly an interval apart.
    return this.ageMs(part) >= everyMs - 1_000;
  }

  succeeded(part: string): void {
    this.lastTried.set(part, this.readAtMs);
    this.parts.set(part, { part, readAtMs: this.readAtMs, error: null });
  }

  failed(part: string, error: unknown): void {
    this.lastTried.set(part, this.readAtMs);
    const message = error instanceof PveError ? error.message : "The answer could not be read.";
    this.parts.set(part, { part, readAtMs: this.parts.get(part)?.readAtMs ?? null, error: message });
  }

  /** All parts that still concern something that exists. */
  list(exists: (part: string) => boolean): readonly SnapshotPart[] {
    return [...this.parts.values()].filter(({ part }) => exists(part));
  }
}
