import type { ConcurrencyLimit, JobEvent } from "@/lib/server/jobs/job-definition";
import type { Lease, LeaseConnection } from "@/lib/server/jobs/lease-connection";

/** How often a slot that another process holds is asked for again; one of our own tells us at once. */
const ASK_AGAIN_MS = 200;

export interface Slots {
  readonly release: () => Promise<void>;
}

/**
 * `concurrency` of Inngest: it counts steps that execute, not runs that sleep. A slot is a lease, so the limit holds
 * over all processes and a killed one frees its slots. Within this process it is first come, first served.
 */
export class ConcurrencySlots {
  private readonly queues = new Map<string, Promise<void>>();
  private readonly waiting = new Map<string, () => void>();

  constructor(private readonly leases: LeaseConnection) {}

  /** Waits for one slot of each limit; null when `stopped` says so first. */
  async take(
    limits: readonly ConcurrencyLimit[],
    event: JobEvent,
    stopped: () => boolean,
  ): Promise<Slots | null> {
    const named = limits
      .map(({ limit, keyOf, scope }) => ({ limit, name: `slot:${scope}:${keyOf?.(event) ?? ""}` }))
      // Everybody asks in the same order: two that hold one slot each can then not wait for each other.
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const taken: (() => Promise<void>)[] = [];
    const release = async (): Promise<void> => {
      for (const giveBack of taken) await giveBack();
    };
    for (const { limit, name } of named) {
      const lease = await this.inTurn(name, () => this.takeOne(name, limit, stopped));
      if (lease === null) {
        await release();
        return null;
      }
      taken.push(async () => {
        await lease.release();
        this.waiting.get(name)?.();
      });
    }
    return { release };
  }

  private async inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
    const before = this.queues.get(name) ?? Promise.resolve();
    const result = before.then(work);
    const settled = result.then(
      () => undefined,
      () => undefined,
    );
    this.queues.set(name, settled);
    try {
      return await result;
    } finally {
      if (this.queues.get(name) === settled) this.queues.delete(name);
    }
  }

  private async takeOne(name: string, limit: number, stopped: () => boolean): Promise<Lease | null> {
    while (!stopped()) {
      for (let slot = 0; slot < limit; slot += 1) {
        const lease = await this.leases.tryTake(`${name}:${slot}`);
        if (lease !== null) return lease;
      }
      await this.freedOrLater(name);
    }
    return null;
  }

  private async freedOrLater(name: string): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ASK_AGAIN_MS);
      this.waiting.set(name, () => {
        clearTimeout(timer);
        resolve();
      });
    });
    this.waiting.delete(name);
  }
}
