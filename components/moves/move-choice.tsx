"use client";

import { MoveRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFooter } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { GuardedButton } from "@/components/values/guarded-button";
import { type MovePreflight, movePreflight } from "@/lib/api/move-preflight";
import { migrationOption } from "@/lib/api/recommendations";
import { migrationOptionsAddress, movePreflightAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { useApi } from "@/lib/client/http/use-api";
import { type MovableGuest, moveRefusal } from "@/lib/client/moves/movable-guest";
import type { MoveOrder } from "@/lib/client/moves/pending-moves";
import { acceptedOf, preflightRefusal } from "@/lib/client/moves/preflight-words";
import { bestTarget, targetOrder } from "@/lib/client/moves/target-order";
import { movingKey, useMovingGuests } from "@/lib/client/moves/use-moving-guests";
import { useViewer } from "@/lib/client/state/viewer-context";
import { PreflightView } from "./preflight-view";
import { TargetList } from "./target-list";

const options = z.array(migrationOption);
const PREFLIGHT_REFRESH_MS = 20_000;
const NOTHING: ReadonlySet<string> = new Set();

interface MoveChoiceProps {
  guest: MovableGuest;
  target: string | null;
  onMove: (order: Pick<MoveOrder, "target" | "seconds" | "accept">) => void;
  onClose: () => void;
}

/** Which node, and what a move there would mean. Nothing is sent from here. */
export function MoveChoice({ guest, target, onMove, onClose }: MoveChoiceProps) {
  const { clusterId, vmid } = guest;
  const role = useViewer().refusal("operator");
  const moving = useMovingGuests().get(movingKey(guest)) ?? null;
  const [picked, setPicked] = useState(target);
  const [accepted, setAccepted] = useState(NOTHING);
  const nodes = useApi(migrationOptionsAddress(clusterId, vmid), options, { keepPreviousData: false });
  const chosen = picked ?? (nodes.data ? bestTarget(nodes.data.data) : null);
  const preflight = useApi(
    chosen === null ? null : movePreflightAddress({ cluster: clusterId, vmid: String(vmid), target: chosen }),
    movePreflight,
    { keepPreviousData: false, refreshInterval: PREFLIGHT_REFRESH_MS },
  );
  const checked = preflight.data?.data ?? null;
  const refusal =
    moveRefusal(guest, { role, moving }) ?? refusalOf({ chosen, checked, accepted, error: preflight.error });

  return (
    <>
      <DialogBody className="grid items-start gap-x-6 gap-y-4 md:grid-cols-2">
        <div className="min-w-0">
          <h3 className="pb-1 font-medium">Where to</h3>
          <Answer answer={nodes}>
            {(found) => (
              <TargetList
                options={targetOrder(found)}
                chosen={chosen}
                onChoose={(node) => {
                  setPicked(node);
                  setAccepted(NOTHING);
                }}
              />
            )}
          </Answer>
        </div>
        <div className="min-w-0" aria-live="polite">
          <h3 className="pb-1 font-medium">{chosen ? `What a move to ${chosen} means` : "What it means"}</h3>
          {chosen === null ? (
            <p className="text-muted">Choose a node to see what a move there means.</p>
          ) : (
            <Answer answer={preflight}>
              {(found) => <PreflightView preflight={found} accepted={accepted} onAccept={setAccepted} />}
            </Answer>
          )}
        </div>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <GuardedButton
          variant="primary"
          refusal={refusal}
          onClick={() => {
            if (!checked || chosen === null) return;
            onMove({
              target: chosen,
              seconds: checked.cost?.seconds ?? null,
              accept: acceptedOf(checked, accepted),
            });
          }}
        >
          <MoveRight /> {chosen ? `Move to ${chosen}` : "Move"}
        </GuardedButton>
      </DialogFooter>
    </>
  );
}

interface AnswerProps<Data> {
  answer: { readonly data?: { readonly data: Data } | undefined; readonly error?: Error | undefined };
  children: (found: Data) => ReactNode;
}

/** What was read, why it could not be, or its shape until it is there. */
function Answer<Data>({ answer, children }: AnswerProps<Data>) {
  if (answer.data) return children(answer.data.data);
  if (answer.error) return <p className="text-bad">{messageOf(answer.error)}</p>;
  return <Skeleton className="h-60" />;
}

interface Question {
  readonly chosen: string | null;
  readonly checked: MovePreflight | null;
  readonly accepted: ReadonlySet<string>;
  readonly error: Error | undefined;
}

function refusalOf({ chosen, checked, accepted, error }: Question): string | null {
  if (chosen === null) return "Choose a node first.";
  if (checked) return preflightRefusal(checked, accepted);
  return error ? messageOf(error) : "It is being checked whether the node can take it.";
}
