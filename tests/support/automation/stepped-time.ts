export interface SteppedTime {
  readonly nowMs: () => number;
  readonly step: (milliseconds: number) => void;
  /** Gives the process its own clock back. */
  readonly stop: () => void;
}

/**
 * The process's clock stands still until it is stepped: `new Date()` and `Date.now()` follow it. Timers, `performance.now()` and the database's
 * clock go on as ever, so that waits, deadlines and leases stay what they are.
 */
export function startSteppedTime(startMs: number): SteppedTime {
  const RealDate = globalThis.Date;
  let nowMs = startMs;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given: unknown[], made) =>
      Reflect.construct(target, given.length > 0 ? given : [nowMs], made),
    apply: () => new RealDate(nowMs).toString(),
    get: (target, key, receiver) => (key === "now" ? () => nowMs : Reflect.get(target, key, receiver)),
  });
  return {
    nowMs: () => nowMs,
    step: (milliseconds) => {
      nowMs += milliseconds;
    },
    stop: () => {
      globalThis.Date = RealDate;
    },
  };
}
