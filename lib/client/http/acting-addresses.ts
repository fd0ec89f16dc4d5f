import { withQuery } from "./with-query";

type Query = Readonly<Record<string, string | null>>;

/** What Evenkeel does by itself, and who has paused it. */
export const ENGINE_ADDRESS = "/api/v1/engine";
export const ENGINE_PAUSE_ADDRESS = "/api/v1/engine/pause";
export const ENGINE_RESUME_ADDRESS = "/api/v1/engine/resume";

/** Where automation of each cluster stands. */
export const AUTOMATION_ADDRESS = "/api/v1/automation";

/** Where a run is started. */
export const AUTOMATION_RUN_ADDRESS = "/api/v1/automation/run";

/** Runs, newest first. */
export function automationRunsAddress(query: Query): string {
  return withQuery("/api/v1/automation/runs", query);
}

export function automationRunAddress(runId: string): string {
  return `/api/v1/automation/runs/${runId}`;
}

/** All runs of a cluster as comma-separated values. */
export function automationExportAddress(query: Query): string {
  return withQuery("/api/v1/automation/runs/export", query);
}

/** Everything that a run decided as comma-separated values. */
export function automationRunExportAddress(runId: string): string {
  return `/api/v1/automation/runs/${runId}/export`;
}

/** Nodes in maintenance; where one is put into it too. */
export const MAINTENANCE_ADDRESS = "/api/v1/maintenance";

/** What emptying a node would do. */
export const EVACUATION_PREVIEW_ADDRESS = "/api/v1/maintenance/preview";

export function maintenanceHistoryAddress(query: Query): string {
  return withQuery("/api/v1/maintenance/history", query);
}

/** `home` tells what bringing the guests home would do, the others do something. */
type MaintenanceAction = "evacuate" | "pause" | "resume" | "cancel" | "end" | "bring-home" | "home";

export function maintenanceDetailAddress(
  maintenanceId: string,
  action: MaintenanceAction | null = null,
): string {
  const one = `/api/v1/maintenance/${maintenanceId}`;
  return action === null ? one : `${one}/${action}`;
}

/** What was asked of a guest of late, and where it is asked: start, shut down, reboot, stop. */
export function guestPowerAddress(clusterId: string, vmid: number): string {
  return `/api/v1/guests/${clusterId}/${vmid}/power`;
}
