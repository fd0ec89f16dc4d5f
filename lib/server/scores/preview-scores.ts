import "server-only";
import type { ScorePreview } from "@/lib/api/score-preview";
import type { ClusterScore, NodeScore } from "@/lib/scoring/node-score";
import { scoreCluster } from "@/lib/scoring/score-cluster";
import { SCORING_SECTIONS, scoringSettingsFrom } from "@/lib/scoring/scoring-settings";
import type { Viewer } from "@/lib/server/auth/viewer";
import { AppError } from "@/lib/server/http/app-error";
import { readVisibleReadings } from "@/lib/server/live/read-visible-readings";
import { readHourlyReadings } from "@/lib/server/metrics/read-hourly-readings";
import { readSettings } from "@/lib/server/settings/read-settings";
import type { SettingDefinition } from "@/lib/settings/setting-definition";
import { settingSchema } from "@/lib/settings/setting-schema";

const DEFINITIONS: ReadonlyMap<string, SettingDefinition> = new Map(
  SCORING_SECTIONS.flatMap(({ settings }): readonly SettingDefinition[] => settings).map(
    (setting) => [setting.key, setting] as const,
  ),
);

type Edited = Readonly<Record<string, unknown>>;

/**
 * How the newest reading of a cluster would score with edited settings, beside how it scores as they are stored. The same
 * function with the same past: what is shown before saving is what comes after it. Nothing is stored.
 *
 * @throws AppError invalid_input for what is no setting of scoring, or out of its range
 */
export async function previewScores(
  viewer: Viewer,
  clusterId: string,
  edited: Edited,
): Promise<ScorePreview> {
  refuseUnusable(edited);
  const [reading] = await readVisibleReadings(viewer, clusterId);
  if (!reading) throw new AppError("not_found", "There is no reading of this cluster yet.");
  const { snapshot } = reading;
  const [history, values] = await Promise.all([
    readHourlyReadings(clusterId, snapshot.readAtMs),
    readSettings(clusterId),
  ]);
  const score = (settings: Edited): ClusterScore =>
    scoreCluster({ snapshot, history, settings: scoringSettingsFrom(settings) });
  const stored = score(values);
  const changed = score({ ...values, ...edited });
  return {
    clusterId,
    readAtMs: snapshot.readAtMs,
    health: { stored: stored.healthPercent, edited: changed.healthPercent },
    nodes: snapshot.nodes.flatMap(({ name, status }) => {
      const [before, after] = [stored.nodes[name], changed.nodes[name]];
      if (!before || !after) return [];
      const worst = after.components.find(({ points }) => points > 0);
      return [
        {
          name,
          online: status === "online",
          stored: shortScore(before),
          edited: shortScore(after),
          mainReason: worst?.sentence ?? null,
        },
      ];
    }),
  };
}

function shortScore({ penaltyPoints, suitabilityPercent, verdict }: NodeScore) {
  return { penaltyPoints, suitabilityPercent, verdict };
}

function refuseUnusable(edited: Edited): void {
  const issues = Object.entries(edited).flatMap(([key, value]) => {
    const definition = DEFINITIONS.get(key);
    const path = `settings.${key}`;
    if (!definition) return [{ path, message: "There is no such setting of scoring." }];
    const read = settingSchema(definition).safeParse(value);
    return read.success ? [] : [{ path, message: read.error.issues[0]?.message ?? "Is not valid." }];
  });
  const [first] = issues;
  if (first) throw new AppError("invalid_input", `${first.path}: ${first.message}`, issues);
}
