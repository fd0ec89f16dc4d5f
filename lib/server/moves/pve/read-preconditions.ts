import "server-only";
import { z } from "zod";
import type { GuestKind } from "@/lib/inventory/snapshot";
import { proxmoxClient } from "@/lib/server/proxmox/proxmox-client";
import type { PveTransport } from "@/lib/server/proxmox/pve-transport";
import { atLeast } from "@/lib/server/proxmox/pve-version";

const findings = z.looseObject({
  unavailable_storages: z.array(z.string()).optional(),
  "unavailable-resources": z.array(z.string()).optional(),
  "blocking-ha-resources": z.array(z.looseObject({ sid: z.string() })).optional(),
});
const localDisk = z.looseObject({
  volid: z.string(),
  size: z.coerce.number().optional(),
  shared: z.coerce.number().optional(),
  cdrom: z.coerce.number().optional(),
});
const answer = z.looseObject({
  allowed_nodes: z.array(z.string()).optional(),
  "allowed-nodes": z.array(z.string()).optional(),
  not_allowed_nodes: z.record(z.string(), findings).optional(),
  "not-allowed-nodes": z.record(z.string(), findings).optional(),
  local_disks: z.array(localDisk).optional(),
  local_resources: z.array(z.string()).optional(),
});
type Answer = z.output<typeof answer>;

export interface PreconditionQuestion {
  readonly vmid: number;
  readonly kind: GuestKind;
  readonly from: string;
  readonly to: string;
  readonly sourceVersion: string | null;
}

export interface Preconditions {
  /** False for a container on PVE 8, about which PVE says nothing beforehand. */
  readonly asked: boolean;
  /** Why PVE itself would not send the guest there; null when it would. */
  readonly fault: string | null;
  readonly allowedNodes: readonly string[] | null;
  /** Volumes that are copied along. */
  readonly localDisks: readonly { readonly volume: string; readonly sizeBytes: number | null }[];
  readonly localResources: readonly string[];
}

const NOT_ASKED: Preconditions = {
  asked: false,
  fault: null,
  allowedNodes: null,
  localDisks: [],
  localResources: [],
};

/**
 * What PVE itself says to a guest's move.
 *
 * @throws PveError, also when PVE refuses to answer: the guest is locked, or there is no quorum
 */
export async function readPreconditions(
  transport: PveTransport,
  { vmid, kind, from, to, sourceVersion }: PreconditionQuestion,
): Promise<Preconditions> {
  if (kind === "lxc" && !atLeast(sourceVersion, "9.0")) return NOT_ASKED;
  const node = encodeURIComponent(from);
  const raw: unknown = await (kind === "qemu"
    ? proxmoxClient(transport).nodes.$(node).qemu.$(vmid).migrate.$get({ target: to })
    : askAboutContainer(transport, node, vmid));
  const read = answer.safeParse(raw);
  if (!read.success) {
    const fault = "Proxmox VE's answer about the nodes that can take the guest could not be read.";
    return { ...NOT_ASKED, asked: true, fault };
  }
  const { data } = read;
  return {
    asked: true,
    fault: faultOf(data, to),
    allowedNodes: data.allowed_nodes ?? data["allowed-nodes"] ?? null,
    localDisks: (data.local_disks ?? [])
      .filter(({ shared, cdrom }) => shared !== 1 && cdrom !== 1)
      .map(({ volid: volume, size: sizeBytes = null }) => ({ volume, sizeBytes })),
    localResources: data.local_resources ?? [],
  };
}

function faultOf(data: Answer, to: string): string | null {
  const allowed = data.allowed_nodes ?? data["allowed-nodes"];
  if (allowed === undefined || allowed.includes(to)) return null;
  const found = (data.not_allowed_nodes ?? data["not-allowed-nodes"])?.[to];
  const because = [
    found?.unavailable_storages?.length
      ? `it lacks the storage ${found.unavailable_storages.join(", ")}`
      : "",
    found?.["unavailable-resources"]?.length ? `it lacks ${found["unavailable-resources"].join(", ")}` : "",
    found?.["blocking-ha-resources"]?.length
      ? `HA keeps the guest apart from ${found["blocking-ha-resources"].map(({ sid }) => sid).join(", ")}`
      : "",
  ].filter((text) => text !== "");
  return `Proxmox VE does not permit ${to} for this guest${because.length > 0 ? `: ${because.join("; ")}` : ""}.`;
}

/** New in PVE 9, and not yet among the typed paths. */
async function askAboutContainer(transport: PveTransport, node: string, vmid: number): Promise<unknown> {
  const { data } = await transport.request({
    method: "GET",
    path: `/nodes/${node}/lxc/${vmid}/migrate`,
    template: "/nodes/{}/lxc/{}/migrate",
  });
  return data;
}
