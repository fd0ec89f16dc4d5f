import { StateMark } from "@/components/values/state-mark";
import type { GuestRow } from "@/lib/api/guests";
import type { NodeRow } from "@/lib/api/nodes";
import { formatBytesOf } from "@/lib/client/format/format-bytes";
import { countOf } from "@/lib/client/format/format-count";
import { formatFraction } from "@/lib/client/format/format-percent";
import { formatNetwork, formatRate } from "@/lib/client/format/format-rate";

const MARK_WORDS = {
  passthrough: "A device of its host is passed through; it cannot move.",
  local: "Uses a folder of its host that other nodes do not have; it cannot move.",
  shared: "Uses a folder that all nodes share.",
} as const;

/** What a guest on the map is, in a few lines. */
export function GuestMapCard({ guest, target }: { guest: GuestRow; target: string | null }) {
  const facts = [
    ["CPU", `${formatFraction(guest.cpuFraction)} of ${countOf(guest.cpuCount ?? 0, "CPU")}`],
    ["Memory", formatBytesOf(guest.memoryUsedBytes, guest.memoryTotalBytes)],
    [
      "Disk",
      `${formatRate(guest.diskReadBytesPerSecond)} read, ${formatRate(guest.diskWriteBytesPerSecond)} written`,
    ],
    [
      "Network",
      `${formatNetwork(guest.netInBytesPerSecond)} in, ${formatNetwork(guest.netOutBytesPerSecond)} out`,
    ],
  ] as const;
  const notes = [
    guest.passthrough ? MARK_WORDS.passthrough : null,
    guest.bindMount === "none" ? null : MARK_WORDS[guest.bindMount],
    guest.lock ? `Locked: ${guest.lock}.` : null,
    guest.haState ? `High availability: ${guest.haState}.` : null,
    target ? `The plan moves it to ${target}.` : null,
  ].filter((note) => note !== null);
  return (
    <>
      <p className="flex items-center gap-2 font-medium">
        <StateMark state={guest.template ? "template" : guest.status} compact />
        {guest.name ?? "unnamed"}
        <span className="figure font-normal text-muted text-sm">
          {guest.kind === "qemu" ? "VM" : "CT"} {guest.vmid}
        </span>
      </p>
      <Facts facts={[["Node", guest.node], ...facts]} />
      {notes.map((note) => (
        <p key={note} className="mt-1 text-muted text-sm">
          {note}
        </p>
      ))}
    </>
  );
}

/** What a node on the map is, in a few lines. */
export function NodeMapCard({ node }: { node: NodeRow }) {
  return (
    <>
      <p className="flex items-center gap-2 font-medium">
        <StateMark state={node.status} compact />
        {node.name}
      </p>
      <Facts
        facts={[
          ["CPU", `${formatFraction(node.cpuFraction)} of ${countOf(node.cpuCount ?? 0, "thread")}`],
          ["Memory", formatBytesOf(node.memoryUsedBytes, node.memoryTotalBytes)],
          ["Allocated", formatBytesOf(node.memoryAllocatedBytes, node.memoryTotalBytes)],
          ["Guests", `${node.guestsRunning} of ${node.guestsTotal} running`],
        ]}
      />
      {node.mainReason ? <p className="mt-1 text-muted text-sm">{node.mainReason}</p> : null}
    </>
  );
}

function Facts({ facts }: { facts: readonly (readonly [string, string])[] }) {
  return (
    <dl className="mt-1 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{name}</dt>
          <dd className="figure">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
