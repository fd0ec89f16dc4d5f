import type { NumberSetting, SettingSection, SettingUnit } from "./setting-definition";

/** How long each kind of record is kept, as counts of the unit in the name. */
export interface RetentionSettings {
  readonly tenSecondHours: number;
  readonly minuteDays: number;
  readonly hourMonths: number;
  readonly jobRunDays: number;
  readonly automationRunDays: number;
  readonly moveDays: number;
  readonly moveLogDays: number;
  readonly eventDays: number;
  readonly auditDays: number;
  readonly logDays: number;
}

interface Kept {
  readonly name: keyof RetentionSettings;
  readonly title: string;
  readonly help: string;
  readonly unit: SettingUnit;
  readonly range: readonly [minimum: number, standard: number, maximum: number];
}

function kept({ name, title, help, unit, range }: Kept): NumberSetting {
  const [minimum, standard, maximum] = range;
  return {
    key: `retention.${name}`,
    kind: "number",
    scope: "global",
    title,
    help,
    default: standard,
    unit,
    minimum,
    maximum,
    integer: true,
  };
}

export const RETENTION_SECTION: SettingSection = {
  id: "retention",
  title: "Retention",
  help: "How long records are kept. Longer shows more history and takes more of the database's disk.",
  settings: [
    kept({
      name: "tenSecondHours",
      title: "Readings as collected",
      help: "Every single reading. It feeds the charts of the last hour and is lost when the database crashes.",
      unit: "hours",
      range: [1, 2, 24],
    }),
    kept({
      name: "minuteDays",
      title: "Readings by the minute",
      help: "Average and maximum of each minute, for charts of a day and a week.",
      unit: "days",
      range: [1, 14, 90],
    }),
    kept({
      name: "hourMonths",
      title: "Readings by the hour",
      help: "Average, maximum and 95th percentile of each hour, for scores, forecasts and charts of a month and a year.",
      unit: "months",
      range: [1, 24, 120],
    }),
    kept({
      name: "jobRunDays",
      title: "Job history",
      help: "Finished runs of background jobs with their steps.",
      unit: "days",
      range: [1, 7, 90],
    }),
    kept({
      name: "automationRunDays",
      title: "Runs of automation",
      help: "What automation decided and why. Runs that moved nothing are kept for a week at most.",
      unit: "days",
      range: [7, 90, 730],
    }),
    kept({
      name: "moveDays",
      title: "Moves",
      help: "Moves that have ended, with their timelines and outcomes, and plans that were carried out.",
      unit: "days",
      range: [30, 365, 3_650],
    }),
    kept({
      name: "moveLogDays",
      title: "Logs of moves",
      help: "What Proxmox VE's task wrote, kept with the move.",
      unit: "days",
      range: [1, 30, 365],
    }),
    kept({
      name: "eventDays",
      title: "Events",
      help: "What changed in the clusters, as the timeline shows it.",
      unit: "days",
      range: [7, 365, 3_650],
    }),
    kept({
      name: "auditDays",
      title: "Audit log",
      help: "Who did what. Older entries are removed from the beginning of the chain, and the removal is itself recorded.",
      unit: "days",
      range: [30, 730, 3_650],
    }),
    kept({
      name: "logDays",
      title: "Evenkeel's own log",
      help: "What the program wrote about its work, as the Logs page shows it; at most the newest 200,000 lines.",
      unit: "days",
      range: [1, 14, 365],
    }),
  ],
};

export function retentionSettingsFrom(values: Readonly<Record<string, unknown>>): RetentionSettings {
  const of = (name: keyof RetentionSettings) => Number(values[`retention.${name}`]);
  return {
    tenSecondHours: of("tenSecondHours"),
    minuteDays: of("minuteDays"),
    hourMonths: of("hourMonths"),
    jobRunDays: of("jobRunDays"),
    automationRunDays: of("automationRunDays"),
    moveDays: of("moveDays"),
    moveLogDays: of("moveLogDays"),
    eventDays: of("eventDays"),
    auditDays: of("auditDays"),
    logDays: of("logDays"),
  };
}
