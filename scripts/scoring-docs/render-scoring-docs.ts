import type { Curve } from "@/lib/scoring/curve";
import { scoreMeasures } from "@/lib/scoring/score-node";
import { compileScoringCurves, type ScoringCurves } from "@/lib/scoring/scoring-curves";
import { SCORING_PRESETS } from "@/lib/scoring/scoring-presets";
import { SCORING_SECTIONS, scoringSettingsFrom } from "@/lib/scoring/scoring-settings";
import { VERDICT_BANDS } from "@/lib/scoring/suitability";
import type { NumberSetting } from "@/lib/settings/setting-definition";
import { EXAMPLE_NODES } from "./example-nodes";

const INTRODUCTION = `# Scoring

<!-- Made by scripts/generate-scoring-docs.ts from lib/scoring. Change the code, not this page. -->

Every node has **penalty points** (0 is best), their reasons, and a **suitability** from 0 to 100 %.

- A penalty is a line without steps: straight between the knots below, 0 before the first, level after the last.
  A worse reading never lowers it, and a reading that changes by 0.1 % never changes the total by more than one point,
  whatever the weights: a line that would have to be steeper is made less steep.
- Every fact is charged once. The load now, its average, its rise and its peak are signs of one fact, so a resource costs
  \`max(load + max(trend, prediction), sustained, spikes)\`, and IO costs \`max(IO wait, sustained, IO pressure)\`.
- CPU and IO wait look at three windows: each window's own points, weighted. Memory is what is in use now.
- What is not known costs nothing and the sentence of the component says so. A reading that cannot be true (a share below 0
  or above 1, more memory in use than there is, a node with no threads, a time in the future) counts as not known.
- A node that is offline, or whose state is not known, has one component, availability. Its score says that nothing can
  run there, not how loaded it is.`;

const TREND = `A rise is a straight line fitted through the hours of three weeks, each hour of the week around its own mean, less two standard
errors; with less than ten days of readings it counts in part, and faster than 10 points a day counts as 10.
The trend counts in full for a node at its threshold and not at all 30 % below it. A prediction costs what its curve says
for the predicted load less what it says for the load now.`;

/** The page docs/scoring.md, from the tables and curves that scoring itself uses. */
export function renderScoringDocs(): string {
  const curves = compileScoringCurves(scoringSettingsFrom({}));
  return `${[
    INTRODUCTION,
    `## Penalties\n\nWith the default settings; \`value → points\`.\n\n${renderCurves(curves)}\n\n${TREND}`,
    `## Suitability\n\n${renderSuitability(curves)}`,
    `## Settings\n\n${SCORING_SECTIONS.map(renderSection).join("\n\n")}`,
    `## Presets\n\n${renderPresets()}`,
  ].join("\n\n")}\n`;
}

function renderCurves(curves: ScoringCurves): string {
  const rows: readonly (readonly [string, Curve, string])[] = [
    ["CPU", curves.cpu.level, " %"],
    ["Sustained CPU (7 d average)", curves.cpu.sustained, " %"],
    ["CPU trend (a day)", curves.cpu.trend, " %"],
    ["Predicted CPU", curves.cpu.predicted, " %"],
    ["CPU spikes (7 d maximum)", curves.cpu.spikes, " %"],
    ["Memory", curves.memory.level, " %"],
    ["Sustained memory (7 d average)", curves.memory.sustained, " %"],
    ["Memory trend (a day)", curves.memory.trend, " %"],
    ["Predicted memory", curves.memory.predicted, " %"],
    ["Memory spikes (7 d maximum)", curves.memory.spikes, " %"],
    ["IO wait", curves.ioWait.level, " %"],
    ["Sustained IO wait (7 d average)", curves.ioWait.sustained, " %"],
    ["CPU pressure (some)", curves.pressureCpu, " %"],
    ["IO pressure (some, or twice full)", curves.pressureIo, " %"],
    ["Memory pressure (some, or twice full)", curves.pressureMemory, " %"],
    ["Load per thread (5 min)", curves.load, ""],
    ["Memory overcommit", curves.overcommitMemory, ""],
    ["CPU overcommit", curves.overcommitCpu, ""],
  ];
  return table(
    ["Penalty", "Knots"],
    rows.map(([name, curve, unit]) => [name, knots(curve, unit)]),
  );
}

function knots(curve: Curve, unit: string): string {
  return curve.knots.map(({ at, points }) => `${figure(at)}${unit} → ${figure(points)}`).join(", ");
}

function renderSuitability(curves: ScoringCurves): string {
  const half = figure(curves.settings["scoring.suitability.halfPoints"]);
  const words = VERDICT_BANDS.map(({ verdict, fromPercent }) => `${verdict} from ${fromPercent} %`).join(
    ", ",
  );
  const rows = EXAMPLE_NODES.map(({ name, measures }) => {
    const { penaltyPoints, suitabilityPercent, verdict } = scoreMeasures(measures, curves);
    return [name, figure(penaltyPoints), `${figure(suitabilityPercent)} %`, verdict];
  });
  return `\`suitability = 100 × ${half} / (${half} + points)\`: ${words}, critical below. A week without change gives:\n\n${table(
    ["Node", "Points", "Suitability", "Verdict"],
    rows,
  )}`;
}

function renderSection(section: {
  readonly title: string;
  readonly help: string;
  readonly settings: readonly NumberSetting[];
}): string {
  const rows = section.settings.map((setting) => [
    `\`${setting.key}\``,
    figure(setting.default),
    `${figure(setting.minimum)}–${figure(setting.maximum)} ${setting.unit}`,
    `${setting.title}. ${setting.help}`,
  ]);
  return `### ${section.title}\n\n${section.help}\n\n${table(["Key", "Default", "Range", "Meaning"], rows)}`;
}

function renderPresets(): string {
  const defaults = scoringSettingsFrom({});
  const presets = SCORING_PRESETS.map((preset) => ({
    ...preset,
    settings: scoringSettingsFrom(preset.values),
  }));
  const keys = (Object.keys(defaults) as (keyof typeof defaults)[]).filter((key) =>
    presets.some(({ settings }) => settings[key] !== defaults[key]),
  );
  const lines = presets.map(({ title, help }) => `- **${title}**: ${help}`).join("\n");
  const rows = keys.map((key) => [`\`${key}\``, ...presets.map(({ settings }) => figure(settings[key]))]);
  return `${lines}\n\n${table(["Key", ...presets.map(({ title }) => title)], rows)}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function figure(value: number): string {
  return String(Math.round(value * 100) / 100);
}
