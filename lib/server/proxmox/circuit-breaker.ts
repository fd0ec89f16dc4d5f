import "server-only";

export interface CircuitBreakerOptions {
  readonly baseMs?: number;
  readonly maximumMs?: number;
  readonly now?: () => number;
  readonly random?: () => number;
}

/**
 * Remembers that something did not answer. Each failure in a row doubles the pause (with jitter, so that many
 * clients do not return at once); one success forgets all. While it is open, one probe is let through after the pause.
 */
export class CircuitBreaker {
  private failures = 0;
  private openUntilMs = 0;
  private probing = false;
  private readonly options: Required<CircuitBreakerOptions>;

  constructor(options: CircuitBreakerOptions = {}) {
    this.options = {
      baseMs: 2_000,
      maximumMs: 60_000,
      now: () => performance.now(),
      random: Math.random,
      ...options,
    };
  }

  /** True when calls may pass freely. */
  get isClosed(): boolean {
    return this.failures === 0;
  }

  /** Milliseconds until the next probe is let through. */
  get pauseMs(): number {
    return Math.max(0, this.openUntilMs - this.options.now());
  }

  /** True when a call may pass now; takes the one probe when the pause is over. */
  admit(): boolean {
    if (this.failures === 0) return true;
    if (this.probing || this.pauseMs > 0) return false;
    this.probing = true;
    return true;
  }

  succeeded(): void {
    this.failures = 0;
    this.openUntilMs = 0;
    this.probing = false;
  }

  failed(): void {
    this.probing = false;
    this.failures += 1;
    const { baseMs, maximumMs, now, random } = this.options;
    const pauseMs = Math.min(maximumMs, baseMs * 2 ** Math.min(this.failures - 1, 16));
    this.openUntilMs = now() + pauseMs * (0.5 + random() / 2);
  }

  /** The call ended without saying anything about the other side. */
  released(): void {
    this.probing = false;
  }
}
