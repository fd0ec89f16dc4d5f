import { guestCpuCount } from "@/lib/inventory/guest-demand";
import { allowedNodes } from "./broken-rules";
import type { CheckedGuest, CheckedNode } from "./checked-cluster";
import type { ClusterState } from "./cluster-state";

/** One guest and one target at one moment. */
export interface Question {
  readonly state: ClusterState;
  readonly guest: CheckedGuest;
  readonly source: CheckedNode | undefined;
  readonly target: CheckedNode;
  /** Repairs a rule or a full node, or empties a node; else it is made for balance's sake. */
  readonly forced: boolean;
  /** The guest only stops on the target; a pin that is broken where it is does not forbid that. */
  readonly temporary?: boolean;
}

/** States in which nothing is under way. */
const AT_REST: ReadonlySet<string> = new Set(["running", "stopped", "paused"]);
const HA_AT_REST: ReadonlySet<string> = new Set(["started", "stopped", "ignored", "disabled"]);

/** Tasks of somebody who only looks at a guest. */
const LOOKING: ReadonlySet<string> = new Set([
  "vncproxy",
  "spiceproxy",
  "termproxy",
  "vncshell",
  "spiceshell",
]);

/** Why the guest may not move at all, whatever the target is; empty when it may. */
export function guestFaults(asked: Question): readonly string[] {
  const { state, guest, source, forced } = asked;
  const { input } = state.cluster;
  const { guest: it, vmid } = guest;
  const heldUntilMs = input.guestPolicies.get(vmid)?.heldUntilMs ?? 0;
  const findings: readonly (readonly [boolean, string])[] = [
    [input.snapshot.quorate === false, "The cluster has no quorum."],
    [it.template, `Guest ${vmid} is a template.`],
    [it.lock !== null, `Guest ${vmid} is locked (${it.lock}).`],
    [!AT_REST.has(it.status), `Guest ${vmid} is in the state ${it.status}.`],
    [it.config === null, `The configuration of guest ${vmid} is not known.`],
    [(it.config?.passthroughKeys.length ?? 0) > 0, `Guest ${vmid} has devices passed through.`],
    [
      it.config?.bindMounts.some(({ shared }) => !shared) === true,
      `Guest ${vmid} has a folder of its node mounted.`,
    ],
    [isIgnored(asked), `Guest ${vmid} is to be left alone.`],
    [source?.online !== true, `The node of guest ${vmid} is not online.`],
    [source?.ignored === true, `The node of guest ${vmid} is ignored.`],
    [hasOpenTask(asked), `A task works on guest ${vmid}.`],
    [!forced && heldUntilMs > input.snapshot.readAtMs, `Guest ${vmid} is held.`],
    [it.haState !== null && !HA_AT_REST.has(it.haState), `HA is busy with guest ${vmid}.`],
    [!forced && isBalancedByProxmox(asked), `Proxmox VE balances guest ${vmid} itself.`],
  ];
  return findings.filter(([holds]) => holds).map(([, sentence]) => sentence);
}

function isIgnored({ state, guest: { vmid } }: Question): boolean {
  return state.cluster.rulesOf.get(vmid)?.some(({ kind }) => kind === "ignore") === true;
}

function hasOpenTask({ state, guest: { vmid } }: Question): boolean {
  return state.cluster.input.snapshot.tasks.some(
    ({ subject, endedAtMs, type }) => subject === String(vmid) && endedAtMs === null && !LOOKING.has(type),
  );
}

function isBalancedByProxmox({ state, guest: { guest, vmid } }: Question): boolean {
  const { balancer, highAvailability } = state.cluster.input.snapshot;
  if (!balancer?.automatic || guest.haState === null || guest.haState === "ignored") return false;
  return highAvailability?.services.find((service) => service.vmid === vmid)?.autoRebalance !== false;
}

/** Why the target may not have the guest, leaving out what depends on how full it is. */
export function targetFaults(asked: Question): readonly string[] {
  const { state, guest, target, forced } = asked;
  const { vmid } = guest;
  const faults: string[] = [];
  if (!target.open) faults.push(`${target.name} ${whyClosed(target)}.`);
  if (!forced && state.cluster.input.guestPolicies.get(vmid)?.notBackTo === target.name)
    faults.push(`Guest ${vmid} has just left ${target.name}.`);
  for (const rule of state.cluster.rulesOf.get(vmid) ?? []) {
    const binding = rule.strict || rule.origin === "high-availability";
    if (rule.kind !== "pin" || !binding) continue;
    const allowed = allowedNodes(rule, state);
    const wrongAlready = asked.temporary && allowed?.has(asked.source?.name ?? "") === false;
    if (allowed?.has(target.name) === false && !wrongAlready)
      faults.push(`Rule ${rule.id} does not permit guest ${vmid} on ${target.name}.`);
  }
  return [...faults, ...processorFaults(asked), ...storageFaults(asked)];
}

function whyClosed(node: CheckedNode): string {
  if (!node.online) return "is not online";
  if (node.ignored) return "is ignored";
  return node.evacuating ? "is to be emptied" : "has a size that is not known";
}

function processorFaults({ guest: { guest, holds, vmid }, source, target }: Question): readonly string[] {
  const faults: string[] = [];
  const count = guestCpuCount(guest) ?? 0;
  if (count > target.threads)
    faults.push(`Guest ${vmid} has ${count} virtual CPUs, ${target.name} ${target.threads} threads.`);
  if (guest.kind !== "qemu" || !holds) return faults;
  const here = source?.node.cpuModel ?? null;
  const there = target.node.cpuModel;
  if (
    ["host", "max"].includes(guest.config?.cpuType ?? "") &&
    here !== null &&
    there !== null &&
    here !== there
  )
    faults.push(`Guest ${vmid} runs on the CPU of its host, and ${target.name} has another.`);
  const needs = levelOf(guest.config?.cpuType ?? null);
  const has = levelOf(there);
  if (needs !== null && has !== null && needs > has)
    faults.push(`Guest ${vmid} needs ${guest.config?.cpuType}, ${target.name} has ${there}.`);
  return faults;
}

function levelOf(model: string | null): number | null {
  const level = model?.match(/^x86-64-v(\d)/)?.[1];
  return level === undefined ? null : Number(level);
}

function storageFaults({ state, guest, target }: Question): readonly string[] {
  const { vmid, guest: it } = guest;
  const content = it.kind === "lxc" ? "rootdir" : "images";
  return (it.config?.disks ?? []).flatMap(({ key, storage, volume, cdrom }): string[] => {
    if (storage === null || (cdrom && volume === "none")) return [];
    const there = state.cluster.places.get(`${storage}@${target.name}`);
    if (!there) return [`${target.name} has no storage ${storage} for ${key} of guest ${vmid}.`];
    return cdrom || there.content.length === 0 || there.content.includes(content)
      ? []
      : [`Storage ${storage} on ${target.name} takes no ${content}, as ${key} of guest ${vmid} needs.`];
  });
}
