import type { PlacementRule } from "./placement-rule";

/** Rules by index, and for each guest which of them name it. Guests are indices of the model. */
export interface CompiledRules {
  readonly rules: readonly CompiledRule[];
  /** By guest: indices into `rules`, ascending. */
  readonly ofGuest: readonly (readonly number[])[];
  /** By guest: 1 when an ignore rule or tag names it. */
  readonly ignored: Uint8Array;
  /** Groups that must move as one: guests joined by strict affinity, transitively; by guest the group's number or -1. */
  readonly groupOf: Int32Array;
  readonly groups: readonly (readonly number[])[];
}

export interface CompiledRule {
  readonly rule: PlacementRule;
  readonly guests: readonly number[];
  /** Of a pin: 1 for each permitted node. */
  readonly allowed: Uint8Array | null;
}
