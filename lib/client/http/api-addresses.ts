import { withQuery } from "./with-query";

/** How every cluster is reached. */
export const CONNECTIONS_ADDRESS = "/api/v1/connections";

/** How each endpoint answers and what the calls cost. */
export const CONNECTION_ACTIVITY_ADDRESS = "/api/v1/connections/activity";

/** Where clusters are added (null), changed and removed. */
export function clustersAddress(clusterId: string | null): string {
  return clusterId === null ? "/api/v1/clusters" : `/api/v1/clusters/${clusterId}`;
}

/** What its token may do and how the way to it is. */
export function doctorAddress(clusterId: string): string {
  return `/api/v1/clusters/${clusterId}/doctor`;
}

/** Test of a connection as edited; with the id of an existing one in its body, that one lends its stored secret. */
export const CONNECTION_TEST_ADDRESS = "/api/v1/clusters/test";

/** Adds a cluster of which only user and password are known. */
export const CLUSTER_LOGIN_ADDRESS = "/api/v1/clusters/with-login";

/** Which certificate each host shows. */
export const CERTIFICATES_ADDRESS = "/api/v1/clusters/certificates";

export function usersAddress(userId: string | null): string {
  return userId === null ? "/api/v1/users" : `/api/v1/users/${userId}`;
}

export const ACCOUNT_PASSWORD_ADDRESS = "/api/v1/account/password";

export function sessionsAddress(sessionId: string | null): string {
  return sessionId === null ? "/api/v1/account/sessions" : `/api/v1/account/sessions/${sessionId}`;
}

export const SETUP_ADDRESS = "/api/v1/setup";
export const JOB_FUNCTIONS_ADDRESS = "/api/v1/jobs/functions";
export const JOB_RUNNER_ADDRESS = "/api/v1/jobs/state";

export function jobRunsAddress(query: Readonly<Record<string, string | null>>): string {
  return withQuery("/api/v1/jobs/runs", query);
}

export function jobRunDetailAddress(runId: string): string {
  return `/api/v1/jobs/runs/${runId}`;
}

export function eventsAddress(query: Readonly<Record<string, string | null>>): string {
  return withQuery("/api/v1/events", query);
}

export function seriesAddress(query: Readonly<Record<string, string | null>>): string {
  return withQuery("/api/v1/series", query);
}

export function nodeDetailAddress(clusterId: string, name: string): string {
  return `/api/v1/nodes/${clusterId}/${encodeURIComponent(name)}`;
}

export function userSessionsAddress(userId: string): string {
  return `/api/v1/users/${userId}/sessions`;
}

export function guestDetailAddress(clusterId: string, vmid: number): string {
  return `/api/v1/guests/${clusterId}/${vmid}`;
}

export function clusterDetailAddress(clusterId: string): string {
  return `/api/v1/clusters/${clusterId}/detail`;
}

export function clusterLogAddress(query: Readonly<Record<string, string | null>>): string {
  return withQuery("/api/v1/cluster-log", query);
}

/** What Evenkeel itself costs. */
export const PERFORMANCE_ADDRESS = "/api/v1/performance";

export const SETTINGS_ADDRESS = "/api/v1/settings";

/** The settings of which a cluster may have its own. */
export function clusterSettingsAddress(query: { readonly cluster: string }): string {
  return withQuery(SETTINGS_ADDRESS, query);
}

/** The newest advice for a cluster, or an earlier one. */
export function recommendationAddress(clusterId: string, recommendationId: string | null = null): string {
  const newest = `/api/v1/clusters/${clusterId}/recommendations`;
  return recommendationId === null ? newest : `${newest}/${recommendationId}`;
}

export function recommendationHistoryAddress(clusterId: string, limit: number): string {
  return withQuery(`/api/v1/clusters/${clusterId}/recommendations/history`, { limit: String(limit) });
}

export function feedbackAddress(clusterId: string, recommendationId: string): string {
  return `/api/v1/clusters/${clusterId}/recommendations/${recommendationId}/feedback`;
}

/** What the expected durations of its moves are made from. */
export function moveSpeedAddress(clusterId: string): string {
  return `/api/v1/clusters/${clusterId}/move-speed`;
}

export function whatIfAddress(clusterId: string): string {
  return `/api/v1/clusters/${clusterId}/what-if`;
}

/** Every node's score with edited settings. */
export function scorePreviewAddress(
  clusterId: string,
  query: Readonly<Record<string, string | null>>,
): string {
  return withQuery(`/api/v1/clusters/${clusterId}/score-preview`, query);
}

/** Views of a page that the viewer has saved, and one of them. */
export function viewsAddress(query: Readonly<Record<string, string | null>>): string {
  return withQuery("/api/v1/views", query);
}

export function viewAddress(viewId: string): string {
  return `/api/v1/views/${viewId}`;
}

export function migrationOptionsAddress(clusterId: string, vmid: number): string {
  return `/api/v1/guests/${clusterId}/${vmid}/migration-options`;
}

export function rulesAddress(clusterId: string, ruleId: string | null = null): string {
  const all = `/api/v1/clusters/${clusterId}/rules`;
  return ruleId === null ? all : `${all}/${ruleId}`;
}

/** All rules that planning heeds, with what contradicts what. */
export function effectiveRulesAddress(clusterId: string): string {
  return `/api/v1/clusters/${clusterId}/rules/effective`;
}

export function nodePoliciesAddress(clusterId: string, node: string | null = null): string {
  const all = `/api/v1/clusters/${clusterId}/node-policies`;
  return node === null ? all : `${all}/${encodeURIComponent(node)}`;
}

/** Moves of all clusters, newest first. */
export function movesAddress(query: Readonly<Record<string, string | null>>): string {
  return withQuery("/api/v1/moves", query);
}

/** The same moves as comma-separated values. */
export function moveExportAddress(query: Readonly<Record<string, string | null>>): string {
  return withQuery("/api/v1/moves/export", query);
}

/** What a move of a guest to a node would mean now. */
export function movePreflightAddress(query: Readonly<Record<string, string | null>>): string {
  return withQuery("/api/v1/moves/preflight", query);
}

export function moveDetailAddress(moveId: string): string {
  return `/api/v1/moves/${moveId}`;
}

export function moveLogAddress(moveId: string): string {
  return `/api/v1/moves/${moveId}/log`;
}

export function moveCancelAddress(moveId: string): string {
  return `/api/v1/moves/${moveId}/cancel`;
}

export function moveRetryAddress(moveId: string): string {
  return `/api/v1/moves/${moveId}/retry`;
}

export function moveRollbackAddress(moveId: string): string {
  return `/api/v1/moves/${moveId}/rollback`;
}

/** Where a person says what became of a move whose end is not known. */
export function moveResolveAddress(moveId: string): string {
  return `/api/v1/moves/${moveId}/resolve`;
}

/** Approved plans, newest first. */
export function plansAddress(query: Readonly<Record<string, string | null>>): string {
  return withQuery("/api/v1/plans", query);
}

export function planDetailAddress(planId: string): string {
  return `/api/v1/plans/${planId}`;
}

export function planCancelAddress(planId: string): string {
  return `/api/v1/plans/${planId}/cancel`;
}

export function planPauseAddress(planId: string): string {
  return `/api/v1/plans/${planId}/pause`;
}

export function planResumeAddress(planId: string): string {
  return `/api/v1/plans/${planId}/resume`;
}

/** Lines of the program's own log, newest first. */
export function logsAddress(query: Readonly<Record<string, string | null>>): string {
  return withQuery("/api/v1/logs", query);
}

/** The same lines as a file. */
export function logExportAddress(query: Readonly<Record<string, string | null>>): string {
  return withQuery("/api/v1/logs/export", query);
}

/** Tasks of Proxmox VE, newest first. */
export function tasksAddress(query: Readonly<Record<string, string | null>>): string {
  return withQuery("/api/v1/tasks", query);
}

/** What one of them wrote. */
export function taskLogAddress(clusterId: string, query: Readonly<Record<string, string | null>>): string {
  return withQuery(`/api/v1/clusters/${clusterId}/task-log`, query);
}
