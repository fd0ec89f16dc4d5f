import type { NumberSetting, SettingSection } from "@/lib/settings/setting-definition";
import { settingSchema } from "@/lib/settings/setting-schema";
import { number, percent, points, section, start } from "./scoring-setting";
import { ScoringSettingError } from "./scoring-setting-error";

/** Every weight and threshold of scoring: the Settings page, validation and docs/scoring.md are made from it. */
export const SCORING_SECTIONS = [
  section(
    "planning-thresholds",
    "Thresholds",
    "From where a node counts as loaded. Scores and plans both use them.",
    [
      percent(
        "planning.cpuThreshold",
        "CPU threshold",
        [60, 10, 95],
        "CPU in use from which points are counted; each step is 10 % wide. Lower relieves nodes earlier.",
      ),
      percent(
        "planning.memoryThreshold",
        "Memory threshold",
        [70, 10, 95],
        "Memory in use from which points are counted; each step is 10 % wide. Lower relieves nodes earlier.",
      ),
      percent(
        "planning.iowaitThreshold",
        "IO wait threshold",
        [30, 3, 90],
        "IO wait that counts as extreme. Points start at a third of it.",
      ),
    ],
  ),
  section(
    "scoring-windows",
    "Time windows",
    "How much now, the last 24 hours and the last 7 days each count for CPU and IO wait. Only their proportion matters. Memory always counts as it is now.",
    [
      percent(
        "scoring.weights.now",
        "Now",
        [50, 0, 100],
        "Share of the newest reading. Higher reacts faster and is less calm.",
      ),
      percent(
        "scoring.weights.day",
        "Last 24 hours",
        [30, 0, 100],
        "Share of the 24 h average. Until a day of readings exists, it counts for as much of it as there is.",
      ),
      percent(
        "scoring.weights.week",
        "Last 7 days",
        [20, 0, 100],
        "Share of the 7 d average. Until a week of readings exists, it counts for as much of it as there is.",
      ),
    ],
  ),
  section("scoring-level", "Load", "What CPU, memory and IO wait in use cost.", [
    ...points("scoring.cpu", "CPU", [
      ["highPoints", 20, "5 % above the CPU threshold"],
      ["veryHighPoints", 50, "15 % above the CPU threshold"],
      ["extremePoints", 100, "25 % above the CPU threshold"],
      ["fullPoints", 150, "100 % CPU"],
    ]),
    ...points("scoring.memory", "Memory", [
      ["highPoints", 8, "5 % above the memory threshold"],
      ["veryHighPoints", 20, "15 % above the memory threshold"],
      ["extremePoints", 50, "25 % above the memory threshold"],
      ["fullPoints", 90, "100 % memory"],
    ]),
    ...points("scoring.ioWait", "IO wait", [
      ["highPoints", 20, "half the IO wait threshold"],
      ["veryHighPoints", 40, "five sixths of the IO wait threshold"],
      ["extremePoints", 80, "seven sixths of the IO wait threshold"],
      ["fullPoints", 160, "100 % IO wait"],
    ]),
  ]),
  section(
    "scoring-sustained",
    "Sustained load",
    "What the 7 d average costs, where that is more than the load above already costs.",
    [
      start("scoring.sustainedCpu", "Sustained CPU", 70, "7 d average of CPU"),
      ...points("scoring.sustainedCpu", "Sustained CPU", [
        ["highPoints", 40, "5 % above its start"],
        ["veryHighPoints", 80, "15 % above its start"],
        ["criticalPoints", 150, "25 % above its start"],
      ]),
      start("scoring.sustainedMemory", "Sustained memory", 80, "7 d average of memory"),
      ...points("scoring.sustainedMemory", "Sustained memory", [
        ["highPoints", 10, "5 % above its start"],
        ["veryHighPoints", 25, "12.5 % above its start"],
        ["criticalPoints", 60, "17.5 % above its start"],
      ]),
      start("scoring.sustainedIoWait", "Sustained IO wait", 10, "7 d average of IO wait"),
      ...points("scoring.sustainedIoWait", "Sustained IO wait", [
        ["elevatedPoints", 15, "2.5 % above its start"],
        ["highPoints", 30, "7.5 % above its start"],
        ["criticalPoints", 60, "12.5 % above its start"],
      ]),
    ],
  ),
  section(
    "scoring-trend",
    "Trend and prediction",
    "What it costs that a node is getting fuller. Each hour is compared with the same hour of other weeks, and only a rise beyond doubt counts.",
    [
      number(
        "scoring.trend.startPercentPerDay",
        "Rise: start",
        "percent",
        [0.5, 0.1, 5],
        "Rise a day, in percentage points, from which points are counted.",
      ),
      number(
        "scoring.trend.cpuPoints",
        "Rising CPU",
        "points",
        [15, 0, 15],
        "Points at one and a half times the start; twice as many at four times, three times as many at eight times. In full only for a node that has reached the CPU threshold, and nothing 30 % below it.",
      ),
      number(
        "scoring.trend.memoryPoints",
        "Rising memory",
        "points",
        [0, 0, 5],
        "The same for memory. 0 by default: memory moves in steps when guests move, and the prediction below covers a slow leak.",
      ),
      number(
        "scoring.predicted.horizonHours",
        "Prediction: hours ahead",
        "hours",
        [48, 6, 168],
        "How far ahead the load is predicted. Further finds problems earlier and is wrong more often.",
      ),
      ...points("scoring.predictedCpu", "Predicted CPU", [
        ["overPoints", 25, "5 % above the CPU threshold"],
        ["highPoints", 50, "15 % above the CPU threshold"],
        ["extremePoints", 85, "25 % above the CPU threshold"],
      ]),
      ...points("scoring.predictedMemory", "Predicted memory", [
        ["overPoints", 10, "5 % above the memory threshold"],
        ["highPoints", 25, "15 % above the memory threshold"],
        ["extremePoints", 45, "25 % above the memory threshold"],
      ]),
    ],
  ),
  section(
    "scoring-spikes",
    "Spikes",
    "What the highest peak of 7 days costs, where that is more than the load itself already costs.",
    [
      start("scoring.spikesCpu", "CPU spikes", 70, "Highest CPU of 7 days"),
      ...points("scoring.spikesCpu", "CPU spikes", [
        ["moderatePoints", 5, "5 % above its start"],
        ["highPoints", 10, "15 % above its start"],
        ["veryHighPoints", 20, "22.5 % above its start"],
        ["extremePoints", 30, "27.5 % above its start"],
      ]),
      start("scoring.spikesMemory", "Memory spikes", 85, "Highest memory of 7 days"),
      ...points("scoring.spikesMemory", "Memory spikes", [
        ["moderatePoints", 2, "2.5 % above its start"],
        ["highPoints", 5, "7.5 % above its start"],
        ["veryHighPoints", 10, "11.5 % above its start"],
        ["extremePoints", 20, "14.5 % above its start"],
      ]),
    ],
  ),
  section(
    "scoring-contention",
    "Contention",
    "What waiting costs: pressure stall information (Proxmox VE 9 and later) and the run queue.",
    [
      start("scoring.pressureCpu", "CPU pressure", 10, "Share of time in which some task waited for a CPU"),
      ...points("scoring.pressureCpu", "CPU pressure", [
        ["highPoints", 15, "20 % above its start"],
        ["extremePoints", 45, "50 % above its start"],
      ]),
      start(
        "scoring.pressureIo",
        "IO pressure",
        10,
        "Share of time in which some task (half of it: in which every task) waited for IO",
      ),
      ...points("scoring.pressureIo", "IO pressure", [
        ["highPoints", 20, "20 % above its start"],
        ["extremePoints", 60, "50 % above its start"],
      ]),
      start(
        "scoring.pressureMemory",
        "Memory pressure",
        5,
        "Share of time in which some task (half of it: in which every task) waited for memory",
      ),
      ...points("scoring.pressureMemory", "Memory pressure", [
        ["highPoints", 40, "20 % above its start"],
        ["extremePoints", 100, "50 % above its start"],
      ]),
      number(
        "scoring.load.startPerThread",
        "Load: start",
        "ratio",
        [1, 0.5, 10],
        "Runnable tasks per thread (5 min average) from which points are counted. Above 1, tasks queue.",
      ),
      ...points("scoring.load", "Load", [
        ["highPoints", 20, "twice its start"],
        ["extremePoints", 50, "four times its start"],
      ]),
    ],
  ),
  section(
    "scoring-overcommit",
    "Overcommit",
    "What it costs to have promised guests more than the node has. Virtual CPUs are sockets times cores.",
    [
      number(
        "scoring.overcommitMemory.startRatio",
        "Memory overcommit: start",
        "ratio",
        [1, 0.5, 4],
        "Memory promised to running guests, divided by the node's memory, from which points are counted.",
      ),
      ...points("scoring.overcommitMemory", "Memory overcommit", [
        ["points", 8, "0.2 above its start"],
        ["highPoints", 25, "1.0 above its start"],
      ]),
      number(
        "scoring.overcommitCpu.startRatio",
        "CPU overcommit: start",
        "ratio",
        [3, 0.5, 32],
        "Virtual CPUs of running guests, divided by the node's threads, from which points are counted.",
      ),
      ...points("scoring.overcommitCpu", "CPU overcommit", [
        ["points", 8, "1 above its start"],
        ["highPoints", 25, "5 above its start"],
      ]),
    ],
  ),
  section(
    "scoring-scale",
    "Availability and scale",
    "Nodes that should take no guest, and how points become a percentage.",
    [
      number(
        "scoring.availability.offlinePoints",
        "Offline",
        "points",
        [2_000, 1_000, 10_000],
        "Points of a node that is offline or whose state is not known. Nothing else of it is counted.",
      ),
      number(
        "scoring.availability.maintenancePoints",
        "Maintenance",
        "points",
        [100, 0, 1_000],
        "Points of a node that HA has put into maintenance or is about to fence.",
      ),
      number(
        "scoring.suitability.halfPoints",
        "Half-way points",
        "points",
        [50, 10, 500],
        "Points at which suitability is 50 %. Higher makes every node look better; the order of nodes stays the same.",
      ),
    ],
  ),
] as const satisfies readonly SettingSection[];

export type ScoringSettingKey = (typeof SCORING_SECTIONS)[number]["settings"][number]["key"];

/** Every scoring setting with its value, by its key. */
export type ScoringSettings = Readonly<Record<ScoringSettingKey, number>>;

/**
 * Picks the scoring settings out of all settings; one that is not given has its default.
 *
 * @throws ScoringSettingError for a value that is no number or outside its range
 */
export function scoringSettingsFrom(values: Readonly<Record<string, unknown>>): ScoringSettings {
  const settings: Partial<Record<ScoringSettingKey, number>> = {};
  for (const definition of SCORING_SECTIONS.flatMap((part): readonly ScoringSetting[] => part.settings)) {
    settings[definition.key] = readNumber(definition, values[definition.key]);
  }
  return settings as ScoringSettings;
}

type ScoringSetting = NumberSetting & { readonly key: ScoringSettingKey };

function readNumber(definition: ScoringSetting, value: unknown): number {
  if (value === undefined) return definition.default;
  const read = settingSchema(definition).safeParse(value);
  if (!read.success)
    throw new ScoringSettingError(definition.key, read.error.issues[0]?.message ?? "Is not valid.");
  return Number(read.data);
}
