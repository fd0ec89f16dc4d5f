import type { NodeFacts } from "@/lib/automation/freeze-until";
import type { PastMove } from "@/lib/automation/past-move";
import { parseScenario } from "@/lib/inventory/scenario/parse-scenario";
import type { ScenarioEvent } from "@/lib/inventory/scenario/scenario-events";
import { snapshotFromScenario } from "@/lib/inventory/scenario/snapshot-from-scenario";
import type { Snapshot } from "@/lib/inventory/snapshot";
import type { TestSimulator } from "@/tests/support/simulator";

const LONG_AGO_MS = 90 * 86_400_000;

interface Outage {
  readonly fromMs: number;
  untilMs: number | null;
}

/** What somebody sees who looks at the simulated cluster itself, without Evenkeel. */
export class WatchedCluster {
  /** Every way that a guest went, whoever moved it. */
  readonly arrivals: PastMove[] = [];
  /** Events that took place, by name. */
  readonly happened: Record<string, number> = {};
  readonly #outages = new Map<string, Outage[]>();
  #places: ReadonlyMap<number, string>;

  constructor(private readonly simulator: TestSimulator) {
    this.#places = this.#placesNow();
  }

  /** What cannot happen, such as a backup of a guest that is locked, does not. */
  async happen(event: ScenarioEvent, atMs: number): Promise<void> {
    const done = await this.simulator.post({ ...event }).then(
      () => true,
      () => false,
    );
    if (!done) return;
    this.happened[event.do] = (this.happened[event.do] ?? 0) + 1;
    if (event.do === "node-down") this.#outagesOf(event.node).push({ fromMs: atMs, untilMs: null });
    const last = event.do === "node-up" ? this.#outagesOf(event.node).at(-1) : undefined;
    if (last) last.untilMs = atMs;
  }

  look(nowMs: number): void {
    const places = this.#placesNow();
    for (const [vmid, to] of places) {
      const from = this.#places.get(vmid);
      if (from === undefined || from === to) continue;
      this.arrivals.push({ vmid, from, to, endedAtMs: nowMs, outcome: "moved" });
    }
    this.#places = places;
  }

  snapshot(nowMs: number): Snapshot {
    const { scenario } = parseScenario(JSON.stringify(this.simulator.state()));
    return { ...snapshotFromScenario(scenario), readAtMs: nowMs };
  }

  nodeFacts(nowMs: number): readonly NodeFacts[] {
    return (this.simulator.state().nodes ?? []).map(({ name }) => {
      const last = this.#outages.get(name)?.at(-1) ?? null;
      const isDown = last !== null && last.untilMs === null;
      const startedAtMs = last?.untilMs ?? nowMs - LONG_AGO_MS;
      return {
        name,
        firstSeenAtMs: nowMs - LONG_AGO_MS,
        uptimeSeconds: isDown ? null : (nowMs - startedAtMs) / 1_000,
        readAtMs: nowMs,
        lostContactAtMs: last?.fromMs ?? null,
        regainedContactAtMs: last?.untilMs ?? null,
      };
    });
  }

  /** Backups that were running at a moment, of one guest. */
  wasBackedUp(vmid: number, atMs: number): boolean {
    return this.simulator.tasks().some(({ type, id, startedAt, endedAt }) => {
      const ended = endedAt ?? Number.POSITIVE_INFINITY;
      return type === "vzdump" && id === String(vmid) && startedAt * 1_000 <= atMs && atMs < ended * 1_000;
    });
  }

  #outagesOf(node: string): Outage[] {
    const known = this.#outages.get(node) ?? [];
    this.#outages.set(node, known);
    return known;
  }

  #placesNow(): ReadonlyMap<number, string> {
    return new Map((this.simulator.state().guests ?? []).map(({ vmid, node }) => [vmid, node]));
  }
}
