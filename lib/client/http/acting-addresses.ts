import { withQuery } from "./with-query";

type Query = Readonly<Record<string, string | null>>;

/** What Evenkeel does by itself, and who has paused it. */
export const ENGINE_ADDRESS = "/api/v1/engine";
export const ENGINE_PAUSE_ADDRESS = "/api/v1/engine/pause";
export const ENGINE_RESUME_ADDRESS = "/api/v1/engine/resume";

/** Where automation of each cluster stands. */
export const AUTOMATION_ADDRESS = "/api/v1/automation";

/** Runs, newest first; where one is started too. */
export function automationRunsAddress(query: Query = {}): string {
  return withQuery("/api/v1/automation/runs", query);
}

export function automationRunAddress(runId: string): string {
  return `/api/v1/automation/runs/${runId}`;
}

/** All decisions of a cluster's runs as a table. */
export function automationExportAddress(query: Query): string {
  return withQuery("/api/v1/automation/export", query);
}

/** Nodes in maintenance; where one is put into it too. */
export const MAINTENANCE_ADDRESS = "/api/v1/maintenance";

/** What emptying a node would do. */
export const EVACUATION_PREVIEW_ADDRESS = "/api/v1/maintenance/preview";

export function maintenanceHistoryAddress(query: Query): string {
  return withQuery("/api/v1/maintenance/history", query);
}

type MaintenanceAction = "evacuate" | "pause" | "resume" | "cancel" | "end" | "home" | "home-preview";

export function maintenanceDetailAddress(
  maintenanceId: string,
  action: MaintenanceAction | null = null,
): string {
  const one = `/api/v1/maintenance/${maintenanceId}`;
  return action === null ? one : `${one}/${action}`;
}
