import type { SettingDefinition, SettingSection } from "@/lib/settings/setting-definition";
import { type SettingValue, settingSchema } from "@/lib/settings/setting-schema";
import { choice, number, toggle, whole } from "./planning-setting";
import { PlanningSettingError } from "./planning-setting-error";

/**
 * Everything that planning can be told, besides the three thresholds it shares with scoring: the Settings page and
 * validation are made from it.
 */
export const PLANNING_SECTIONS = [
  {
    id: "planning-goal",
    title: "Balancing",
    help: "What counts as uneven, and what is compared. Broken rules, overfull nodes and nodes to be emptied are planned for in any case.",
    settings: [
      choice(
        "planning.method",
        "Method",
        [
          { value: "penalty", title: "All resources" },
          { value: "memory", title: "Memory" },
          { value: "cpu", title: "CPU" },
          { value: "disk", title: "Local disks" },
        ],
        "Which resources are evened out. All resources looks at whichever is closest to its threshold.",
      ),
      choice(
        "planning.mode",
        "Mode",
        [
          { value: "used", title: "In use" },
          { value: "assigned", title: "Assigned to guests" },
          { value: "psi", title: "Pressure" },
        ],
        "Which figures are compared: what is in use, what guests were promised, or how long tasks wait (Proxmox VE 9 and later).",
      ),
      number(
        "planning.balanciness",
        "Spread that counts as imbalance",
        "percent",
        [10, 0, 100],
        "Percentage points between the fullest and the emptiest node. Lower evens out more and moves more.",
      ),
      number(
        "planning.imbalanceFloor",
        "Ignore imbalance below",
        "percent",
        [20, 0, 100],
        "While no node uses more than this, a spread is no reason to move anything.",
      ),
    ],
  },
  {
    id: "planning-limits",
    title: "How full a node may get",
    help: "What a node may hold after a move. Repairing a rule and emptying a node may fill memory and CPU further; CPU overcommit holds always.",
    settings: [
      number(
        "planning.memoryCap",
        "Memory",
        "percent",
        [90, 10, 100],
        "Memory in use up to which a node is filled for balance's sake. Higher leaves less room for growth.",
      ),
      number(
        "planning.cpuCap",
        "CPU",
        "percent",
        [85, 10, 100],
        "CPU in use up to which a node is filled for balance's sake. Higher leaves less room for peaks.",
      ),
      number(
        "planning.cpuOvercommit",
        "CPU overcommit",
        "ratio",
        [4, 0.1, 64],
        "Virtual CPUs of running guests for each thread of a node. No move makes a node exceed it.",
      ),
    ],
  },
  {
    id: "planning-moves",
    title: "Moves",
    help: "How many moves a plan may have, how many of them run side by side, and what one must be worth.",
    settings: [
      whole(
        "planning.maxMoves",
        "Moves in a plan",
        "count",
        [200, 0, 10_000],
        "A plan stops here; what is left is planned the next time.",
      ),
      whole(
        "planning.maxPerSource",
        "At once from one node",
        "count",
        [2, 1, 64],
        "Moves that leave the same node side by side. More is faster and loads its network more.",
      ),
      whole(
        "planning.maxPerTarget",
        "At once to one node",
        "count",
        [1, 1, 64],
        "Moves that arrive at the same node side by side. More is faster and needs more room at once.",
      ),
      whole(
        "planning.maxPerCluster",
        "At once in the cluster",
        "count",
        [4, 1, 256],
        "Moves that run side by side in the whole cluster.",
      ),
      number(
        "planning.minImprovement",
        "Least improvement",
        "percent",
        [2, 0, 50],
        "Percentage points by which a move must lower the higher load of its two nodes. Higher means fewer moves.",
      ),
      number(
        "planning.benefitHours",
        "Time for a move to pay off",
        "hours",
        [24, 0, 8_760],
        "How long a better balance is taken to last when it is weighed against a move's cost. Longer allows dearer moves.",
      ),
      toggle(
        "planning.largerFirst",
        "Larger guests first",
        false,
        "Prefers a larger guest to a smaller one that would even out a little more.",
      ),
    ],
  },
  {
    id: "planning-distribution",
    title: "Number of guests",
    help: "Spreads small guests so that no node has many more of them than another, even where the load is even.",
    settings: [
      toggle(
        "planning.distribution.enabled",
        "Even out the number of guests",
        false,
        "Moves small guests from nodes with many to nodes with few.",
      ),
      whole(
        "planning.distribution.guestCountThreshold",
        "Difference in guests",
        "count",
        [2, 1, 1_000],
        "Guests between the node with the most and the one with the fewest that are no reason to move anything.",
      ),
      whole(
        "planning.distribution.maxCores",
        "Small guest: virtual CPUs",
        "count",
        [2, 0, 256],
        "Only guests with at most so many virtual CPUs are moved for their number. 0: any.",
      ),
      number(
        "planning.distribution.maxMemoryGib",
        "Small guest: memory in GiB",
        "count",
        [4, 0, 4_096],
        "Only guests with at most so much memory are moved for their number. 0: any.",
      ),
    ],
  },
  {
    id: "planning-search",
    title: "Search",
    help: "How a plan is looked for. The same readings and the same seed give the same plan.",
    settings: [
      whole(
        "planning.timeLimitMs",
        "Time limit",
        "milliseconds",
        [2_000, 50, 60_000],
        "A plan that takes longer is cut short at what was found by then, and says so.",
      ),
      whole(
        "planning.seed",
        "Seed",
        "count",
        [1, 0, 2_147_483_647],
        "Decides between plans that are equally good.",
      ),
    ],
  },
] as const satisfies readonly SettingSection[];

type PlanningSetting = (typeof PLANNING_SECTIONS)[number]["settings"][number];

export type PlanningSettingKey = PlanningSetting["key"];

type ValueOf<D> = D extends { readonly kind: "number" }
  ? number
  : D extends { readonly kind: "boolean" }
    ? boolean
    : D extends { readonly options: readonly { readonly value: infer V }[] }
      ? V
      : never;

/** Every planning setting with its value, by its key. */
export type PlanningSettings = {
  readonly [K in PlanningSettingKey]: ValueOf<Extract<PlanningSetting, { readonly key: K }>>;
};

/**
 * Picks the planning settings out of all settings; one that is not given has its default. Keys that are none of
 * planning's are not looked at.
 *
 * @throws PlanningSettingError for a value of the wrong kind or outside its range
 */
export function planningSettingsFrom(values: Readonly<Record<string, unknown>>): PlanningSettings {
  const settings: Partial<Record<PlanningSettingKey, SettingValue>> = {};
  for (const definition of PLANNING_SECTIONS.flatMap((part): readonly PlanningSetting[] => part.settings)) {
    settings[definition.key] = readValue(definition, values[definition.key]);
  }
  return settings as PlanningSettings;
}

function readValue(definition: SettingDefinition, value: unknown): SettingValue {
  if (value === undefined) return definition.default;
  const read = settingSchema(definition).safeParse(value);
  if (!read.success) {
    throw new PlanningSettingError(definition.key, read.error.issues[0]?.message ?? "Is not valid.");
  }
  return read.data;
}
