import "server-only";
import type { z } from "zod";
import type { certificateInput, EndpointCertificate } from "@/lib/api/cluster-login";
import type { Viewer } from "@/lib/server/auth/viewer";
import { probeCertificate } from "@/lib/server/proxmox/probe-certificate";
import { PveError } from "@/lib/server/proxmox/pve-error";
import { validateEndpoints } from "./connection-input";
import { connectionProblemOf } from "./connection-problem-of";
import { requireClusterAdmin } from "./require-cluster-admin";

/** Which certificate each endpoint shows. Nothing is sent to them. */
export async function readCertificates(
  viewer: Viewer,
  input: z.output<typeof certificateInput>,
): Promise<EndpointCertificate[]> {
  requireClusterAdmin(viewer);
  const endpoints = validateEndpoints(input.endpoints);
  return Promise.all(
    endpoints.map(async (endpoint) => {
      const { host, port } = endpoint;
      const probe = await probeCertificate(endpoint);
      if (probe instanceof PveError) {
        const problem = connectionProblemOf(probe, Date.now());
        return { host, port, fingerprint: null, trustedBySystem: null, problem };
      }
      return { host, port, fingerprint: probe.fingerprint, trustedBySystem: probe.trusted, problem: null };
    }),
  );
}
