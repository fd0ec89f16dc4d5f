import { CircleAlert, CircleCheck, CircleDashed, CircleMinus, LoaderCircle } from "lucide-react";
import Link from "next/link";
import { taskAddress } from "@/lib/client/addresses";
import { cn } from "@/lib/client/class-names";
import { movableName } from "@/lib/client/moves/movable-guest";
import type { BulkPowerAction } from "@/lib/client/power/bulk-power";
import { POWER_WORDS, type PoweredGuest, powerTaskSentence } from "@/lib/client/power/power-words";
import type { BulkPowerState } from "@/lib/client/power/run-bulk-power";
import { powerKey } from "@/lib/client/power/use-bulk-power";

interface BulkPowerResultsProps {
  action: BulkPowerAction;
  guests: readonly PoweredGuest[];
  states: ReadonlyMap<string, BulkPowerState>;
}

/** Of each guest, how it is going or how it ended. */
export function BulkPowerResults({ action, guests, states }: BulkPowerResultsProps) {
  return (
    <ul aria-label="Results" className="divide-y divide-line rounded-md border border-line">
      {guests.map((guest) => (
        <Result
          key={powerKey(guest)}
          action={action}
          guest={guest}
          state={states.get(powerKey(guest)) ?? { kind: "waiting" }}
        />
      ))}
    </ul>
  );
}

interface ResultProps extends Pick<BulkPowerResultsProps, "action"> {
  guest: PoweredGuest;
  state: BulkPowerState;
}

function Result({ action, guest, state }: ResultProps) {
  const { Icon, tone } = markOf(state);
  const task = state.kind === "asked" || state.kind === "ended" ? state.task : null;
  return (
    <li className="flex items-start gap-2.5 px-3 py-1.5 text-sm">
      <Icon
        aria-hidden
        className={cn("mt-0.5 size-3.5 shrink-0", tone, state.kind === "asked" && "motion-safe:animate-spin")}
      />
      <div className="min-w-0 flex-1">
        <p className="break-words">
          <span className="font-medium">{movableName(guest)}</span>{" "}
          <span className="figure text-muted">{guest.vmid}</span>{" "}
          <span className={state.kind === "refused" ? "text-bad" : "text-muted"}>
            {sentenceOf(action, state)}
          </span>
        </p>
        {task?.fix ? <p className="text-muted">{task.fix}</p> : null}
      </div>
      {task?.upid ? (
        <Link href={taskAddress(task.clusterId, task.upid)} className="shrink-0 text-accent hover:underline">
          Log
        </Link>
      ) : null}
    </li>
  );
}

function sentenceOf(action: BulkPowerAction, state: BulkPowerState): string {
  switch (state.kind) {
    case "waiting":
      return "waits for its turn";
    case "left":
      return "was not asked";
    case "refused":
      return state.message;
    default:
      return state.task ? powerTaskSentence(state.task) : `${POWER_WORDS[action].going}: asking`;
  }
}

function markOf(state: BulkPowerState) {
  switch (state.kind) {
    case "waiting":
      return { Icon: CircleDashed, tone: "text-muted" };
    case "left":
      return { Icon: CircleMinus, tone: "text-muted" };
    case "asked":
      return { Icon: LoaderCircle, tone: "text-accent" };
    case "refused":
      return { Icon: CircleAlert, tone: "text-bad" };
    case "ended":
      return state.task.state === "failed"
        ? { Icon: CircleAlert, tone: "text-bad" }
        : { Icon: CircleCheck, tone: "text-ok" };
  }
}
