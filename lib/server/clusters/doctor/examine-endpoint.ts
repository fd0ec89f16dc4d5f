import "server-only";
import { performance } from "node:perf_hooks";
import type { z } from "zod";
import type { doctorEndpoint } from "@/lib/api/doctor";
import type { ExaminedEndpoint } from "@/lib/inventory/doctor/concern";
import { connectionProblemOf } from "@/lib/server/clusters/connection-problem-of";
import { isRow, readRows } from "@/lib/server/collection/normalise/field-reader";
import {
  type ClusterStatus,
  normaliseClusterStatus,
} from "@/lib/server/collection/normalise/normalise-cluster-status";
import { Problems } from "@/lib/server/collection/normalise/problems";
import { probeCertificate } from "@/lib/server/proxmox/probe-certificate";
import { endpointLabel, type PveEndpoint } from "@/lib/server/proxmox/pve-connection";
import { PveError } from "@/lib/server/proxmox/pve-error";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";
import { plainPveVersion } from "@/lib/server/proxmox/pve-version";

const TIMEOUT_MS = 8_000;

export interface EndpointExamination {
  readonly shown: z.infer<typeof doctorEndpoint>;
  readonly examined: ExaminedEndpoint;
  readonly status: ClusterStatus | null;
}

/** Looks at one endpoint for itself: its certificate, its clock, how fast it answers and which cluster it is of. */
export async function examineEndpoint(
  transport: PveTransport,
  endpoint: PveEndpoint,
  nowMs: number,
): Promise<EndpointExamination> {
  const label = endpointLabel(endpoint);
  const probe = await probeCertificate(endpoint);
  const answer = probe instanceof PveError ? probe : await askForVersion(transport, label);
  const failure = answer instanceof PveError ? answer : null;
  const { fingerprint, trusted, validToMs } = probe instanceof PveError ? NO_CERTIFICATE : probe;
  const { latencyMs, clockOffsetMs, pveVersion } = answer instanceof PveError ? NO_ANSWER : answer;
  const status = failure ? null : await askForStatus(transport, label);
  return {
    status,
    shown: {
      label,
      latencyMs,
      pveVersion,
      fingerprint,
      certificateValidToMs: validToMs,
      certificateTrustedBySystem: trusted,
      clockOffsetMs,
      problem: failure && connectionProblemOf(failure, nowMs),
    },
    examined: {
      label,
      latencyMs,
      clockOffsetMs,
      certificateValidToMs: validToMs,
      clusterName: status?.clusterName ?? null,
      nodes: status?.nodes.map(({ name }) => name) ?? [],
      failure: failure && { message: failure.message, call: "GET /version", status: failure.status },
    },
  };
}

const NO_CERTIFICATE = { fingerprint: null, trusted: null, validToMs: null };
const NO_ANSWER: VersionAnswer = { latencyMs: null, clockOffsetMs: null, pveVersion: null };

interface VersionAnswer {
  readonly latencyMs: number | null;
  readonly clockOffsetMs: number | null;
  readonly pveVersion: string | null;
}

async function askForVersion(transport: PveTransport, label: string): Promise<VersionAnswer | PveError> {
  const startedAt = performance.now();
  const sentAtMs = Date.now();
  try {
    const { data, dateMs } = await transport.request({
      method: "GET",
      path: "/version",
      endpoint: label,
      timeoutMs: TIMEOUT_MS,
    });
    const latencyMs = performance.now() - startedAt;
    const version = isRow(data) && typeof data.version === "string" ? data.version : null;
    return {
      latencyMs,
      // The header tells whole seconds, so half a second is added on average.
      clockOffsetMs: dateMs === null ? null : dateMs + 500 - (sentAtMs + latencyMs / 2),
      pveVersion: plainPveVersion(version),
    };
  } catch (error) {
    if (error instanceof PveError) return error;
    throw error;
  }
}

/** Null when the token may not read it; which privilege that takes is told elsewhere. */
async function askForStatus(transport: PveTransport, label: string): Promise<ClusterStatus | null> {
  try {
    const { data } = await transport.request({
      method: "GET",
      path: "/cluster/status",
      endpoint: label,
      timeoutMs: TIMEOUT_MS,
    });
    return normaliseClusterStatus(readRows(data, "/cluster/status", new Problems()));
  } catch (error) {
    if (error instanceof PveError) return null;
    throw error;
  }
}
