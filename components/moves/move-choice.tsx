"use client";

import { MoveRight } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFooter } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { GuardedButton } from "@/components/values/guarded-button";
import type { MovePreflight } from "@/lib/api/move-preflight";
import { messageOf } from "@/lib/client/http/api-error";
import { type MovableGuest, moveRefusal } from "@/lib/client/moves/movable-guest";
import type { MoveOrder } from "@/lib/client/moves/pending-moves";
import { acceptedOf, preflightRefusal } from "@/lib/client/moves/preflight-words";
import { targetOrder } from "@/lib/client/moves/target-order";
import { useMoveCheck } from "@/lib/client/moves/use-move-check";
import { movingKey, useMovingGuests } from "@/lib/client/moves/use-moving-guests";
import { useViewer } from "@/lib/client/state/viewer-context";
import { PreflightView } from "./preflight-view";
import { TargetList } from "./target-list";

const NOTHING: ReadonlySet<string> = new Set();

interface MoveChoiceProps {
  guest: MovableGuest;
  target: string | null;
  onMove: (order: Pick<MoveOrder, "target" | "seconds" | "accept">) => void;
  onClose: () => void;
}

/** Which node, and what a move there would mean. Nothing is sent from here. */
export function MoveChoice({ guest, target, onMove, onClose }: MoveChoiceProps) {
  const role = useViewer().refusal("operator");
  const moving = useMovingGuests().get(movingKey(guest)) ?? null;
  const { nodes, preflight, chosen, checked, pick } = useMoveCheck(guest, target);
  const [accepted, setAccepted] = useState(NOTHING);
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
                  pick(node);
                  setAccepted(NOTHING);
                }}
              />
            )}
          </Answer>
        </div>
        <div className="min-w-0" aria-live="polite">
          <h3 className="pb-1 font-medium">{chosen ? `What a move to ${chosen} means` : "What it means"}</h3>
          {chosen === null ? (
            <p className="text-muted">
              {nodes.data
                ? "No node may take it as things are. Choose one to see what stands against it."
                : "The nodes are being looked at."}
            </p>
          ) : (
            <Answer answer={preflight}>
              {(found) => (
                <PreflightView
                  clusterId={guest.clusterId}
                  preflight={found}
                  accepted={accepted}
                  onAccept={setAccepted}
                />
              )}
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
