import "server-only";
import type { LastTried } from "./reading-state";

/** True when it is time again; a clock that was set back must not stop the round. */
export function isOver(ageMs: number, everyMs: number): boolean {
  return ageMs >= everyMs || ageMs < 0;
}

/**
 * When each small thing was last asked for by this process. It is not stored: after a restart everything is due again,
 * and comes round as fast as the budget of calls allows.
 */
export class SlowRota {
  constructor(
    private readonly lastTried: LastTried,
    private readonly nowMs: number,
  ) {}

  /** Milliseconds since it was last asked for; infinite when it never was. */
  ageMs(name: string): number {
    const triedAtMs = this.lastTried.get(name);
    return triedAtMs === undefined ? Number.POSITIVE_INFINITY : this.nowMs - triedAtMs;
  }

  isDue(name: string, everyMs: number): boolean {
    return isOver(this.ageMs(name), everyMs);
  }

  tried(name: string): void {
    this.lastTried.set(name, this.nowMs);
  }

  /** Forgets what begins with `prefix` and is not to be kept. */
  prune(prefix: string, isKept: (rest: string) => boolean): void {
    for (const name of this.lastTried.keys())
      if (name.startsWith(prefix) && !isKept(name.slice(prefix.length))) this.lastTried.delete(name);
  }
}
