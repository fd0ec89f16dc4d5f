import type { Route } from "next";

/** Address of a node's page. */
export function nodeAddress(clusterId: string, name: string): Route {
  return `/nodes/${clusterId}/${encodeURIComponent(name)}` as Route;
}

/** Address of a guest's page. */
export function guestAddress(clusterId: string, vmid: number): Route {
  return `/guests/${clusterId}/${vmid}` as Route;
}

/** Address of a cluster's page. */
export function clusterAddress(clusterId: string): Route {
  return `/clusters/${clusterId}` as Route;
}

/** Address of one run of a job. */
export function jobRunAddress(runId: string): Route {
  return `/jobs/${runId}` as Route;
}

/** Address of one section of the settings. */
export function settingsAddress(section: string): Route {
  return `/settings/${section}` as Route;
}

/** Address of the advice for a cluster. */
export function adviceAddress(clusterId: string): Route {
  return `/recommendations?of=${clusterId}` as Route;
}

/** Address of one move. */
export function moveAddress(moveId: string): Route {
  return `/migrations/${moveId}` as Route;
}

/** Address of one maintenance of a node. */
export function maintenanceAddress(maintenanceId: string): Route {
  return `/maintenance/${maintenanceId}` as Route;
}

/** Address of the log of one task of Proxmox VE. */
export function taskAddress(clusterId: string, upid: string): Route {
  return `/logs?view=tasks&of=${clusterId}&task=${encodeURIComponent(upid)}` as Route;
}

/** The same address with the cluster scope of the present one kept. */
export function withScope(address: string, scope: string | null): Route {
  if (!scope) return address as Route;
  const separator = address.includes("?") ? "&" : "?";
  return `${address}${separator}cluster=${scope}` as Route;
}
