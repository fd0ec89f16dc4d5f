"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type MoveRow, moveDetail } from "@/lib/api/moves";
import { moveResolveAddress } from "@/lib/client/http/api-addresses";
import { fieldIssuesOf, messageOf } from "@/lib/client/http/api-error";
import { requestApi } from "@/lib/client/http/request-api";
import { movedGuest } from "@/lib/client/moves/move-words";
import { useActiveMoves } from "@/lib/client/moves/use-active-moves";
import { useGuests } from "@/lib/client/state/initial-rows";

interface ResolveDialogProps {
  move: MoveRow;
  open: boolean;
  onClose: () => void;
  onChanged?: (() => void) | undefined;
}

/** Asks a person what became of a move that could not be followed to its end. */
export function ResolveDialog({ move, open, onClose, onChanged }: ResolveDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onClose}>
      <DialogContent
        title={`What became of ${movedGuest(move)}?`}
        description={`It was to go from ${move.from} to ${move.to}. Until somebody has looked, it is not moved again.`}
      >
        <ResolveForm move={move} onClose={onClose} onChanged={onChanged} />
      </DialogContent>
    </Dialog>
  );
}

function ResolveForm({ move, onClose, onChanged }: Omit<ResolveDialogProps, "open">) {
  const { refresh } = useActiveMoves();
  const [outcome, setOutcome] = useState<"done" | "failed" | null>(null);
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const place = useGuests().find(({ clusterId, vmid }) => clusterId === move.clusterId && vmid === move.vmid);
  const issues = fieldIssuesOf(problem);

  async function submit(event: FormEvent) {
    event.preventDefault();
    if (busy || outcome === null) return;
    setBusy(true);
    setProblem(null);
    try {
      const body = { outcome, note: note.trim() };
      await requestApi(moveResolveAddress(move.id), { method: "POST", schema: moveDetail, body });
      refresh();
      onChanged?.();
      onClose();
    } catch (failure) {
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form className="flex min-h-0 flex-col" onSubmit={(event) => void submit(event)}>
      <DialogBody className="flex flex-col gap-3">
        {move.trouble || move.result ? <p className="text-warn">{move.trouble ?? move.result}</p> : null}
        <p>
          {place
            ? `The newest reading shows it ${place.status} on ${place.node}${place.lock ? `, locked (${place.lock})` : ""}. `
            : "The newest reading does not show it. "}
          <span className="text-muted">
            Look in Proxmox VE whether a task still works on it, and whether it is well.
          </span>
        </p>
        <fieldset className="flex flex-col gap-1">
          <legend className="pb-1 font-medium">Where is it?</legend>
          <Choice chosen={outcome === "done"} onChoose={() => setOutcome("done")}>
            On {move.to}: the move was done
          </Choice>
          <Choice chosen={outcome === "failed"} onChoose={() => setOutcome("failed")}>
            Not on {move.to}: the move failed
          </Choice>
        </fieldset>
        <Field
          label="How do you know?"
          help="Kept in the move's timeline and in the audit log."
          problem={issues.note}
        >
          {(control) => (
            <Input
              {...control}
              value={note}
              maxLength={500}
              autoComplete="off"
              placeholder="It runs there and answers"
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        {problem && !issues.note ? (
          <p role="alert" className="text-bad">
            {messageOf(problem)}
          </p>
        ) : null}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" disabled={busy || outcome === null}>
          Save
        </Button>
      </DialogFooter>
    </form>
  );
}

interface ChoiceProps {
  chosen: boolean;
  onChoose: () => void;
  children: React.ReactNode;
}

function Choice({ chosen, onChoose, children }: ChoiceProps) {
  return (
    <label className="flex cursor-pointer items-center gap-2">
      <input
        type="radio"
        name="outcome"
        className="size-4 accent-accent"
        checked={chosen}
        onChange={onChoose}
      />
      <span>{children}</span>
    </label>
  );
}
