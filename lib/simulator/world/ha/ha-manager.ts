import type { ScenarioRule } from "@/lib/inventory/scenario/scenario";
import type { GuestState } from "../state";
import type { World } from "../world";
import { type BalancerState, balance, newBalancerState } from "./balancer";
import { carryOutMotion, type Motion } from "./carry-out-motion";
import { fenceAndRecover } from "./fencing";
import { blockingResources, type HaRule, partnersOf, rulesFromScenario } from "./ha-rules";
import { keepRunning } from "./keep-running";
import { placeService } from "./place-service";

/** Seconds between two looks of the cluster resource manager. */
export const ROUND = 10;
/** A local manager looks for new work this long after the cluster's manager has told it. */
const LOCAL_DELAY = 8;
/** A command waits this long at least before the manager reads it. */
const COMMAND_DELAY = 2;
const LONG_JUMP = 7_200;
const CAUGHT_UP = 1_810;
/** Moves of one node at a time. */
const WORKERS = 4;

interface Command {
  readonly guest: GuestState;
  readonly target: string;
  readonly kind: Motion["kind"];
  readonly at: number;
}

/** HA's cluster manager and the local ones, as one: it acts every ten seconds, as long as there is a quorum. */
export class HaManager {
  readonly rules: HaRule[];
  /** Rules of the scenario that are none of HA's. */
  readonly otherRules: readonly ScenarioRule[];
  readonly motions = new Map<GuestState, Motion>();
  readonly balancer: BalancerState = newBalancerState();
  /** Null while HA is armed, as it usually is. */
  disarmed: "freeze" | "ignore" | null = null;
  readonly #world: World;
  readonly #fenced = new Set<string>();
  #commands: Command[] = [];
  #lastRound: number;

  constructor(world: World) {
    this.#world = world;
    const { rules } = world.scenario;
    this.rules = rulesFromScenario(rules, world.guests);
    this.otherRules = rules.filter((rule) => rulesFromScenario([rule], world.guests).length === 0);
    this.#lastRound = world.origin;
    this.#planRound(world.origin + ROUND);
  }

  services(): GuestState[] {
    return [...this.#world.guests.values()].filter((guest) => guest.ha !== null);
  }

  /** When the manager last looked, in Unix seconds. */
  get lastRound(): number {
    return this.#lastRound;
  }

  /** As `hastate` of a node shows it. */
  nodeState(name: string): string {
    const node = this.#world.nodes.get(name);
    if (this.#fenced.has(name)) return "fence";
    if (!node?.seenOnline) return "unknown";
    return node.maintenance ? "maintenance" : "online";
  }

  markFenced(name: string, fenced: boolean): void {
    if (fenced) this.#fenced.add(name);
    else this.#fenced.delete(name);
  }

  /** Notes a wish to move; the manager reads it in its next round. */
  command(guest: GuestState, target: string, kind: Motion["kind"]): void {
    this.#commands.push({ guest, target, kind, at: this.#world.now() });
  }

  /** Lets a service move: first the state, then, when the local manager looks, the real task. */
  move(guest: GuestState, target: string, kind: Motion["kind"]): void {
    if (!guest.ha || this.motions.has(guest)) return;
    const motion: Motion = { guest, target, kind, source: guest.node, begun: false };
    this.motions.set(guest, motion);
    guest.ha.state = kind;
    this.#world.changed();
    this.#world.after(LOCAL_DELAY, () => this.#begin(motion));
  }

  /** Ends a motion, whatever came of it. */
  settle(motion: Motion): void {
    this.motions.delete(motion.guest);
    const service = motion.guest.ha;
    if (service && (service.state === "migrate" || service.state === "relocate")) {
      service.state = service.requested === "started" ? "started" : service.requested;
    }
    this.#world.changed();
  }

  #begin(motion: Motion): void {
    const busy = [...this.motions.values()].filter(
      (other) => other.begun && other.source === motion.source,
    ).length;
    if (busy >= WORKERS) {
      this.#world.after(ROUND / 2, () => this.#begin(motion));
      return;
    }
    motion.begun = true;
    carryOutMotion(this.#world, motion);
  }

  #planRound(at: number): void {
    this.#world.schedule(at, () => {
      this.#planRound(this.#nextRound(at));
      this.#round();
    });
  }

  /** After a long jump only the last half hour is gone through round by round. */
  #nextRound(at: number): number {
    const behind = this.#world.clock.now() - at;
    const skipped = behind > LONG_JUMP ? Math.floor((behind - CAUGHT_UP) / ROUND) : 0;
    return at + (skipped + 1) * ROUND;
  }

  #round(): void {
    if (!this.#world.quorate() || this.services().length === 0) return;
    this.#lastRound = this.#world.now();
    fenceAndRecover(this.#world);
    if (this.disarmed) return;
    this.#readCommands();
    this.#placeServices();
    keepRunning(this.#world);
    balance(this.#world);
  }

  #readCommands(): void {
    const now = this.#world.now();
    const due = this.#commands.filter(({ at }) => at + COMMAND_DELAY <= now);
    this.#commands = this.#commands.filter(({ at }) => at + COMMAND_DELAY > now);
    for (const command of due) this.#carryOut(command);
  }

  /** A command that cannot be followed is dropped with a line in the system log, and nothing else. */
  #carryOut({ guest, target, kind }: Command): void {
    const world = this.#world;
    const node = world.nodes.get(target);
    if (!guest.ha || world.guests.get(guest.vmid) !== guest || !node?.seenOnline) return;
    if (blockingResources(world, guest, target).length > 0) return;
    for (const mover of [guest, ...partnersOf(world, guest, "positive")]) {
      if (mover.node === target || mover.ha?.state !== "started") continue;
      mover.ha.home = null;
      this.move(mover, target, kind);
    }
  }

  #placeServices(): void {
    for (const guest of this.services()) {
      const service = guest.ha;
      if (service?.state !== "started" || this.motions.has(guest)) continue;
      const node = this.#world.nodes.get(guest.node);
      if (!node?.online) continue;
      this.#returnHome(guest, service.home);
      if (this.motions.has(guest)) continue;
      const wanted = placeService(this.#world, guest);
      if (!wanted || wanted.name === guest.node) continue;
      if (node.maintenance) service.home ??= guest.node;
      this.move(guest, wanted.name, "migrate");
    }
  }

  #returnHome(guest: GuestState, home: string | null): void {
    const node = home === null ? undefined : this.#world.nodes.get(home);
    if (!guest.ha || !node?.seenOnline || node.maintenance) return;
    guest.ha.home = null;
    if (guest.node !== node.name) this.move(guest, node.name, "migrate");
  }
}
