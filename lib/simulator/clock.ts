/** The simulated cluster's time, in Unix seconds. Speed 0 stands still until it is stepped by hand. */
export class SimulatorClock {
  readonly speed: number;
  readonly #realNowMs: () => number;
  #anchorSeconds: number;
  #anchorRealMs: number;

  constructor(startSeconds: number, speed: number, realNowMs: () => number = Date.now) {
    this.speed = speed;
    this.#realNowMs = realNowMs;
    this.#anchorSeconds = startSeconds;
    this.#anchorRealMs = realNowMs();
  }

  now(): number {
    if (this.speed === 0) return this.#anchorSeconds;
    return this.#anchorSeconds + ((this.#realNowMs() - this.#anchorRealMs) / 1000) * this.speed;
  }

  /** Moves time forward at once; it then runs on from there. */
  jump(seconds: number): void {
    this.#anchorSeconds = this.now() + seconds;
    this.#anchorRealMs = this.#realNowMs();
  }
}
