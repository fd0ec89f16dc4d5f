interface Failure {
  readonly vmid: number | undefined;
  readonly phase: number;
  readonly message: string | undefined;
}

interface Stall {
  readonly vmid: number | undefined;
  readonly until: number;
}

/** What shall go wrong with migrations. */
export class MigrationFaults {
  readonly #failures: Failure[] = [];
  #stalls: Stall[] = [];

  fail(phase: number, vmid?: number, message?: string): void {
    this.#failures.push({ vmid, phase, message });
  }

  stall(until: number, vmid?: number): void {
    this.#stalls.push({ vmid, until });
  }

  clear(): void {
    this.#failures.length = 0;
    this.#stalls = [];
  }

  /** The failure meant for this migration in this phase; it happens once. */
  take(vmid: number, phase: number): Failure | null {
    const index = this.#failures.findIndex(
      (failure) => failure.phase === phase && (failure.vmid ?? vmid) === vmid,
    );
    return index < 0 ? null : (this.#failures.splice(index, 1)[0] ?? null);
  }

  isStalled(vmid: number, now: number): boolean {
    this.#stalls = this.#stalls.filter((stall) => stall.until > now);
    return this.#stalls.some((stall) => (stall.vmid ?? vmid) === vmid);
  }
}
