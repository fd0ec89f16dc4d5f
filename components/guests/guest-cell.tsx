import { Cpu, Lock, MoveRight, ShieldCheck } from "lucide-react";
import { memo } from "react";
import { Sparkline } from "@/components/charts/sparkline";
import { Figure, Missing } from "@/components/values/figure";
import { GuardedButton } from "@/components/values/guarded-button";
import { Meter } from "@/components/values/meter";
import { StateMark } from "@/components/values/state-mark";
import type { GuestRow } from "@/lib/api/guests";
import type { MoveRow } from "@/lib/api/moves";
import { sumOf } from "@/lib/client/filter/match-guest";
import { bytesQuantity } from "@/lib/client/format/format-bytes";
import { formatShortDuration } from "@/lib/client/format/format-duration";
import { fractionQuantity, shareOf } from "@/lib/client/format/format-percent";
import { networkQuantity, rateQuantity } from "@/lib/client/format/format-rate";
import type { GuestColumnKey } from "@/lib/client/guests/guest-columns";
import { movableName, moveRefusal } from "@/lib/client/moves/movable-guest";
import { useViewer } from "@/lib/client/state/viewer-context";

interface GuestCellProps {
  column: GuestColumnKey;
  guest: GuestRow;
  /** Set when several clusters are shown together. */
  clusterName: string | null;
  history: readonly (number | null)[] | null;
  /** Its move that has not ended. */
  moving: MoveRow | null;
  onOpen: (guest: GuestRow) => void;
  onMove: (guest: GuestRow) => void;
}

const NO_HISTORY: readonly (number | null)[] = [];

/** The content of one cell of the guest table; drawn anew only when what it shows has changed. */
export const GuestCell = memo(GuestCellContent, isSameCell);

function GuestCellContent(props: GuestCellProps) {
  const { column, guest, history, onOpen } = props;
  const reason = guest.status === "running" ? "Not reported by Proxmox VE" : `Not running: ${guest.status}`;
  switch (column) {
    case "state":
      return <StateMark state={guest.template ? "template" : guest.status} />;
    case "vmid":
      return <span className="figure text-muted">{guest.vmid}</span>;
    case "name":
      return <GuestName guest={guest} onOpen={onOpen} />;
    case "node":
      return <GuestPlace {...props} />;
    case "cpu":
      return (
        <span className="flex items-center justify-end gap-2">
          <Sparkline kind="cpu" values={history ?? NO_HISTORY} maximum={1} className="h-5 w-14" />
          <Meter kind="cpu" fraction={guest.cpuFraction} className="w-8" />
          <Figure
            quantity={fractionQuantity(guest.cpuFraction)}
            reason={reason}
            className="w-12 text-right"
          />
        </span>
      );
    case "memory":
      return <GuestMemory guest={guest} reason={reason} />;
    case "io":
      return (
        <Figure
          quantity={rateQuantity(sumOf(guest.diskReadBytesPerSecond, guest.diskWriteBytesPerSecond))}
          reason={reason}
        />
      );
    case "net":
      return (
        <Figure
          quantity={networkQuantity(sumOf(guest.netInBytesPerSecond, guest.netOutBytesPerSecond))}
          reason={reason}
        />
      );
    case "uptime":
      return guest.uptimeSeconds ? (
        <span className="figure">{formatShortDuration(guest.uptimeSeconds)}</span>
      ) : (
        <Missing reason={reason} />
      );
    case "tags":
      return (
        <span className="block truncate text-muted" title={guest.tags.join(", ")}>
          {guest.tags.join(" ")}
        </span>
      );
    case "marks":
      return <GuestMarks guest={guest} />;
  }
}

/** What each column shows of a guest, beside its name and number. */
const SHOWN: Readonly<Record<GuestColumnKey, readonly (keyof GuestRow)[]>> = {
  state: ["template", "status"],
  vmid: [],
  name: ["kind"],
  node: [
    "clusterId",
    "node",
    "status",
    "kind",
    "template",
    "lock",
    "haState",
    "passthrough",
    "bindMount",
    "tags",
  ],
  cpu: ["status", "cpuFraction"],
  memory: ["status", "memoryUsedBytes", "memoryTotalBytes"],
  io: ["status", "diskReadBytesPerSecond", "diskWriteBytesPerSecond"],
  net: ["status", "netInBytesPerSecond", "netOutBytesPerSecond"],
  uptime: ["status", "uptimeSeconds"],
  tags: ["tags"],
  marks: ["lock", "haState", "passthrough"],
};

function isSameCell(before: GuestCellProps, after: GuestCellProps): boolean {
  const { column, guest, history, moving } = before;
  return (
    column === after.column &&
    guest.vmid === after.guest.vmid &&
    guest.name === after.guest.name &&
    before.clusterName === after.clusterName &&
    before.onOpen === after.onOpen &&
    before.onMove === after.onMove &&
    (column !== "cpu" || history === after.history) &&
    (column !== "node" || moving === after.moving) &&
    SHOWN[column].every((field) => guest[field] === after.guest[field])
  );
}

/** Where it runs, where it is going, and the button that sends it elsewhere: seen on its row and by keyboard. */
function GuestPlace({ guest, clusterName, moving, onMove }: GuestCellProps) {
  const role = useViewer().refusal("operator");
  const place = `${clusterName ? `${clusterName} / ` : ""}${guest.node}`;
  return (
    <span className="relative flex items-center">
      <span className="min-w-0 flex-1 truncate" title={moving ? `${place}, to ${moving.to}` : place}>
        {clusterName ? <span className="text-muted">{clusterName} / </span> : null}
        {guest.node}
        <GuestTarget moving={moving} />
      </span>
      <GuardedButton
        variant="ghost"
        size="small"
        className="absolute -right-1 size-6 bg-hover px-0 opacity-0 focus-visible:opacity-100 group-hover:opacity-100"
        refusal={moveRefusal(guest, { role, moving })}
        aria-label={`Move ${movableName(guest)}`}
        onClick={() => onMove(guest)}
      >
        <MoveRight />
      </GuardedButton>
    </span>
  );
}

/** `→ birch` beside the node of a guest that is being moved. */
export function GuestTarget({ moving }: { moving: MoveRow | null }) {
  if (!moving) return null;
  return (
    <span className="text-accent">
      {" "}
      <span aria-hidden>→</span>
      <span className="sr-only">moving to</span> {moving.to}
    </span>
  );
}

export function GuestName({ guest, onOpen }: Pick<GuestCellProps, "guest" | "onOpen">) {
  return (
    <button
      type="button"
      data-guest-name
      onClick={() => onOpen(guest)}
      className="block max-w-full truncate text-left font-medium hover:text-accent hover:underline"
    >
      {guest.name ?? <span className="text-muted">unnamed</span>}
      {guest.kind === "lxc" ? <span className="ml-1.5 font-normal text-muted text-xs">CT</span> : null}
    </button>
  );
}

function GuestMemory({ guest, reason }: { guest: GuestRow; reason: string }) {
  const share = shareOf(guest.memoryUsedBytes, guest.memoryTotalBytes);
  return (
    <span className="flex items-center justify-end gap-2">
      <Meter kind="mem" fraction={share} className="w-8" />
      <span className="figure whitespace-nowrap">
        <Figure
          quantity={bytesQuantity(guest.memoryUsedBytes)}
          reason={reason}
          className="inline-block w-17 text-right"
        />
        <span className="text-muted"> / </span>
        <span className="inline-block w-14 text-left text-muted">
          <Figure quantity={bytesQuantity(guest.memoryTotalBytes)} />
        </span>
      </span>
    </span>
  );
}

export function GuestMarks({ guest }: { guest: GuestRow }) {
  return (
    <span className="flex gap-1.5">
      {guest.lock ? <Mark Icon={Lock} tone="text-warn" text={`Locked: ${guest.lock}`} /> : null}
      {guest.haState ? <Mark Icon={ShieldCheck} tone="text-ok" text={`HA: ${guest.haState}`} /> : null}
      {guest.passthrough ? (
        <Mark Icon={Cpu} tone="text-maint" text="Passed-through device: cannot move" />
      ) : null}
    </span>
  );
}

function Mark({ Icon, tone, text }: { Icon: typeof Lock; tone: string; text: string }) {
  return (
    <span title={text}>
      <Icon aria-hidden className={`size-3.5 ${tone}`} />
      <span className="sr-only">{text}</span>
    </span>
  );
}
