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
}

/** Why the guest may not move at all, whatever the target is; empty when it may. */
export function guestFaults({ state, guest, source, forced }: Question): readonly string[] {
  const { input } = state.cluster;
  const { guest: it, vmid } = guest;
  const faults: string[] = [];
  const refuse = (broken: boolean, sentence: string) => {
    if (broken) faults.push(sentence);
  };
  refuse(input.snapshot.quorate === false, "The cluster has no quorum.");
  refuse(it.template, `Guest ${vmid} is a template.`);
  refuse(it.lock !== null, `Guest ${vmid} is locked (${it.lock}).`);
  refuse(it.status === "unknown", `The state of guest ${vmid} is not known.`);
  refuse((it.config?.passthroughKeys.length ?? 0) > 0, `Guest ${vmid} has devices passed through.`);
  refuse(
    it.config?.bindMounts.some(({ shared }) => !shared) === true,
    `Guest ${vmid} has a folder of its node mounted.`,
  );
  refuse(
    input.rules.some(({ kind, vmids }) => kind === "ignore" && vmids.includes(vmid)),
    `Guest ${vmid} is to be left alone.`,
  );
  refuse(!source?.online, `The node of guest ${vmid} is not online.`);
  refuse(source?.ignored === true, `The node of guest ${vmid} is ignored.`);
  refuse(hasOpenTask(String(vmid), input.snapshot.tasks), `A task works on guest ${vmid}.`);
  const heldUntilMs = input.guestPolicies.get(vmid)?.heldUntilMs ?? null;
  refuse(!forced && heldUntilMs !== null && heldUntilMs > input.snapshot.readAtMs, `Guest ${vmid} is held.`);
  return faults;
}

function hasOpenTask(
  subject: string,
  tasks: readonly { readonly subject: string; readonly endedAtMs: number | null }[],
): boolean {
  return tasks.some((task) => task.subject === subject && task.endedAtMs === null);
}

/** Why the target may not have the guest, leaving out what depends on how full it is. */
export function targetFaults(asked: Question): readonly string[] {
  const { state, guest, target, forced } = asked;
  const { vmid } = guest;
  const faults: string[] = [];
  if (!target.open) faults.push(`${target.name} ${whyClosed(target)}.`);
  if (!forced && state.cluster.input.guestPolicies.get(vmid)?.notBackTo === target.name)
    faults.push(`Guest ${vmid} has just left ${target.name}.`);
  for (const rule of state.cluster.input.rules) {
    if (rule.kind !== "pin" || !rule.strict || !rule.vmids.includes(vmid)) continue;
    if (allowedNodes(rule, state)?.has(target.name) === false)
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
  if (guest.config?.cpuType === "host" && here !== null && there !== null && here !== there)
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
  return (it.config?.disks ?? []).flatMap(({ key, storage, cdrom }): string[] => {
    if (cdrom || storage === null) return [];
    const there = state.cluster.places.get(`${storage}@${target.name}`);
    if (!there) return [`${target.name} has no storage ${storage} for ${key} of guest ${vmid}.`];
    return there.content.includes(content)
      ? []
      : [`Storage ${storage} on ${target.name} takes no ${content}, as ${key} of guest ${vmid} needs.`];
  });
}
