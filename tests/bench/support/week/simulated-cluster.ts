import type { NodeFacts } from "@/lib/automation/freeze-until";
import type { Scenario } from "@/lib/inventory/scenario/scenario";
import { snapshotFromScenario } from "@/lib/inventory/scenario/snapshot-from-scenario";
import type { Snapshot } from "@/lib/inventory/snapshot";
import { SimulatorClock } from "@/lib/simulator/clock";
import { applyWorldEvent, EventError } from "@/lib/simulator/world/apply-event";
import { requestHaMigration } from "@/lib/simulator/world/ha/request-migration";
import { beginMigration, migrationOrder } from "@/lib/simulator/world/migration/begin-migration";
import type { TaskState } from "@/lib/simulator/world/state";
import { World } from "@/lib/simulator/world/world";

/** The record is of minutes; readings in between would only cost time. */
const READ_EVERY_S = 60;
const LONG_AGO_MS = 90 * 86_400_000;

/** The simulator's own model of a cluster in this process, with a clock that is stepped by hand. */
export class SimulatedCluster {
  readonly world: World;
  readonly #scenario: Scenario;
  readonly #clock: SimulatorClock;

  constructor(scenario: Scenario) {
    this.#scenario = scenario;
    this.#clock = new SimulatorClock(Date.parse(scenario.clock ?? "") / 1_000, 0);
    this.world = new World(scenario, this.#clock, READ_EVERY_S);
  }

  get nowMs(): number {
    return Math.round(this.world.now() * 1_000);
  }

  step(seconds: number): void {
    this.#clock.jump(seconds);
    this.world.catchUp();
  }

  /** False when the event could not happen, such as a backup of a guest that is locked. */
  happen(event: Parameters<typeof applyWorldEvent>[1]): boolean {
    try {
      return applyWorldEvent(this.world, event);
    } catch (error) {
      if (error instanceof EventError) return false;
      throw error;
    }
  }

  /** As the executor asks for it: HA moves what HA manages. Null when the guest cannot be moved now. */
  migrate(vmid: number, to: string, user: string): TaskState | null {
    const guest = this.world.guests.get(vmid);
    const target = this.world.nodes.get(to);
    if (!guest || !target?.online || guest.lock || guest.node === to) return null;
    if (guest.ha) return requestHaMigration(this.world, guest, to, user);
    return beginMigration(
      this.world,
      migrationOrder(this.world, { guest, target, user }, { withLocalDisks: true }),
    );
  }

  /** What collection would read now. */
  snapshot(): Snapshot {
    return snapshotFromScenario(this.#scenarioNow());
  }

  /** Readings as they were taken last, not the smooth load behind them. */
  #scenarioNow(): Scenario {
    const { world } = this;
    return {
      ...this.#scenario,
      clock: new Date(this.nowMs).toISOString(),
      nodes: [...world.nodes.values()].map(({ spec, online, maintenance }) => ({
        ...spec,
        status: online ? ("online" as const) : ("offline" as const),
        maintenance,
      })),
      guests: [...world.guests.values()].map(({ spec, node, power, lock, sample, cores }) => ({
        ...spec,
        node,
        status: power,
        lock,
        ...(sample && { cpuUsed: sample.cpu * cores, memoryUsed: sample.memory }),
      })),
    };
  }

  nodeFacts(): readonly NodeFacts[] {
    return [...this.world.nodes.values()].map(({ name, online, startedAt, outages }) => {
      const outage = outages.at(-1);
      return {
        name,
        firstSeenAtMs: this.nowMs - LONG_AGO_MS,
        uptimeSeconds: online ? this.world.now() - startedAt : null,
        readAtMs: online ? this.nowMs : null,
        lostContactAtMs: outage ? outage.from * 1_000 : null,
        regainedContactAtMs: outage?.to == null ? null : outage.to * 1_000,
      };
    });
  }
}
