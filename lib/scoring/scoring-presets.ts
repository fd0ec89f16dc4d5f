import type { ScoringSettingKey } from "./scoring-settings";

export type ScoringPresetId = "conservative" | "balanced" | "aggressive";

/** A named set of weights; keys that it does not name have their defaults. */
export interface ScoringPreset {
  readonly id: ScoringPresetId;
  readonly title: string;
  readonly help: string;
  readonly values: Readonly<Partial<Record<ScoringSettingKey, number>>>;
}

export const SCORING_PRESETS: readonly ScoringPreset[] = [
  {
    id: "conservative",
    title: "Conservative",
    help: "Lower penalties and a longer memory: only lasting trouble makes a node look bad.",
    values: {
      "scoring.weights.now": 40,
      "scoring.weights.day": 35,
      "scoring.weights.week": 25,
      "scoring.cpu.highPoints": 15,
      "scoring.cpu.veryHighPoints": 40,
      "scoring.cpu.extremePoints": 80,
      "scoring.memory.highPoints": 6,
      "scoring.memory.veryHighPoints": 15,
      "scoring.memory.extremePoints": 40,
      "scoring.memory.fullPoints": 80,
    },
  },
  {
    id: "balanced",
    title: "Balanced",
    help: "The defaults.",
    values: {},
  },
  {
    id: "aggressive",
    title: "Aggressive",
    help: "Higher penalties and more weight on now: nodes look bad sooner, and more moves are worth while.",
    values: {
      "scoring.weights.now": 60,
      "scoring.weights.day": 30,
      "scoring.weights.week": 10,
      "scoring.cpu.highPoints": 30,
      "scoring.cpu.veryHighPoints": 65,
      "scoring.cpu.extremePoints": 130,
      "scoring.cpu.fullPoints": 180,
      "scoring.memory.highPoints": 10,
      "scoring.memory.veryHighPoints": 25,
      "scoring.memory.extremePoints": 60,
      "scoring.memory.fullPoints": 100,
    },
  },
];
