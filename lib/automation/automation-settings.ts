import { number, toggle, whole } from "@/lib/planning/planning-setting";
import type { SettingDefinition, SettingSection, TextSetting } from "@/lib/settings/setting-definition";
import { type SettingValue, settingSchema } from "@/lib/settings/setting-schema";
import { scheduleProblem } from "./automation-schedule";
import { AutomationSettingError } from "./automation-setting-error";

const SCHEDULE = {
  key: "automation.schedule",
  kind: "text",
  scope: "cluster",
  title: "Windows and blackouts",
  help: "When moves may be made, as JSON: a time zone, windows and blackouts. With no window enabled: at any time outside blackouts.",
  default: "",
  maximumLength: 20_000,
  problemOf: scheduleProblem,
} as const satisfies TextSetting;

/** Everything that automation can be told; docs/automation.md says in which order it is asked. */
export const AUTOMATION_SECTIONS = [
  {
    id: "automation",
    title: "Automation",
    help: "Moves that are made without being asked for. Off until it is switched on, and only tried out until the dry run is switched off.",
    settings: [
      toggle(
        "automation.enabled",
        "Run by itself",
        false,
        "Looks for moves at every interval. Off: only runs that a person starts.",
      ),
      toggle(
        "automation.dryRun",
        "Dry run",
        true,
        "Decides and stores what it would do, and moves nothing. It uses the same decisions as a real run.",
      ),
      whole(
        "automation.intervalMinutes",
        "Interval",
        "minutes",
        [5, 1, 1_440],
        "Time between two runs, and between two rounds of observation.",
      ),
      whole(
        "automation.maxMovesPerRun",
        "Moves in a run",
        "count",
        [3, 1, 100],
        "A run starts no more moves than this. Moves that only make sense together are made together or not at all.",
      ),
      toggle(
        "automation.pauseOnFailure",
        "Pause after a failure",
        true,
        "A move that fails ends the run and pauses automation until a person resumes it. Off: only the run ends.",
      ),
    ],
  },
  {
    id: "automation-guardrails",
    title: "Automation: which moves",
    help: "What a move must be like to be made without a person. Moves that repair a rule or relieve an overfull node need neither confidence nor improvement.",
    settings: [
      number(
        "automation.minConfidence",
        "Least confidence",
        "points",
        [75, 0, 100],
        "Moves of lower confidence are left to a person. Higher means fewer and surer moves.",
      ),
      number(
        "automation.minImprovement",
        "Least improvement",
        "percent",
        [0, 0, 50],
        "Percentage points of share by which a move, or moves that belong together, must relieve the fuller node. 0: what planning finds worth doing is enough.",
      ),
      number(
        "automation.maxRisk",
        "Most risk",
        "points",
        [50, 0, 100],
        "Moves of higher risk are left to a person. Up to 25 is low, 50 moderate, 75 high.",
      ),
      toggle(
        "automation.allowContainerRestarts",
        "Restart containers",
        false,
        "A running container cannot be moved without a restart. Off: running containers are left to a person.",
      ),
      toggle(
        "automation.respectNoAutoMigrateTag",
        "Heed the tag no-auto-migrate",
        true,
        "Guests with this tag are moved by persons only.",
      ),
      toggle(
        "automation.requireAutoMigrateOkTag",
        "Only guests with the tag auto-migrate-ok",
        false,
        "Moves no guest that does not carry this tag.",
      ),
    ],
  },
  {
    id: "automation-calm",
    title: "Automation: when",
    help: "Windows, and how long to wait: until a need has lasted, after a guest was moved, and after a node came or went.",
    settings: [
      SCHEDULE,
      whole(
        "automation.observationRounds",
        "Rounds of observation",
        "count",
        [3, 1, 100],
        "In so many rounds the same guest must have been proposed for the same need. 1: at once.",
      ),
      whole(
        "automation.cooldownMinutes",
        "Rest after a move",
        "minutes",
        [30, 0, 10_080],
        "A guest that was moved stays where it is for so long. Each further move within 7 days doubles it, up to eight times.",
      ),
      whole(
        "automation.rollbackWindowHours",
        "No way back",
        "hours",
        [24, 0, 168],
        "For balance's sake no guest returns to a node that it left within this time.",
      ),
      whole(
        "automation.freezeMinutes",
        "Quiet after a change of nodes",
        "minutes",
        [30, 0, 1_440],
        "Nothing is moved for so long after a node joined, started, was lost or came back.",
      ),
      number(
        "automation.minimumHealth",
        "Least health of the cluster",
        "points",
        [0, 0, 100],
        "While the cluster's health is lower, nothing is moved for balance's sake. 0: do not ask.",
      ),
    ],
  },
] as const satisfies readonly SettingSection[];

type AutomationSetting = (typeof AUTOMATION_SECTIONS)[number]["settings"][number];

export type AutomationSettingKey = AutomationSetting["key"];

type ValueOf<D> = D extends { readonly kind: "number" }
  ? number
  : D extends { readonly kind: "boolean" }
    ? boolean
    : string;

/** Every setting of automation with its value, by its key. */
export type AutomationSettings = {
  readonly [K in AutomationSettingKey]: ValueOf<Extract<AutomationSetting, { readonly key: K }>>;
};

/**
 * Picks automation's settings out of all settings; one that is not given has its default.
 *
 * @throws AutomationSettingError for a value of the wrong kind or outside its range
 */
export function automationSettingsFrom(values: Readonly<Record<string, unknown>>): AutomationSettings {
  const settings: Partial<Record<AutomationSettingKey, SettingValue>> = {};
  for (const definition of AUTOMATION_SECTIONS.flatMap(
    (part): readonly AutomationSetting[] => part.settings,
  )) {
    settings[definition.key] = readValue(definition, values[definition.key]);
  }
  return settings as AutomationSettings;
}

function readValue(definition: SettingDefinition, value: unknown): SettingValue {
  if (value === undefined) return definition.default;
  const read = settingSchema(definition).safeParse(value);
  if (!read.success) {
    throw new AutomationSettingError(definition.key, read.error.issues[0]?.message ?? "Is not valid.");
  }
  return read.data;
}
