"use client";

import { ThumbsDown, ThumbsUp } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { GuardedButton } from "@/components/values/guarded-button";
import type { PlannedMoveRow } from "@/lib/api/recommendations";
import { feedbackAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { requestApi } from "@/lib/client/http/request-api";
import { useViewer } from "@/lib/client/state/viewer-context";

interface MoveFeedbackProps {
  clusterId: string;
  recommendationId: string;
  move: PlannedMoveRow;
}

type State = "open" | "asking" | "useful" | "not useful";

/** Says whether a proposed move is useful; who says no may say why. */
export function MoveFeedback({ clusterId, recommendationId, move }: MoveFeedbackProps) {
  const refusal = useViewer().refusal("operator");
  const [state, setState] = useState<State>("open");
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string | null>(null);

  async function send(useful: boolean) {
    setProblem(null);
    try {
      await requestApi(feedbackAddress(clusterId, recommendationId), {
        method: "POST",
        schema: z.null(),
        body: { vmid: move.vmid, useful, reason: useful ? null : reason.trim() || null },
      });
      setState(useful ? "useful" : "not useful");
    } catch (failure) {
      setProblem(messageOf(failure));
    }
  }

  return (
    <div className="mt-1 flex flex-col gap-2">
      {state === "useful" || state === "not useful" ? (
        <p role="status">
          Your opinion is kept: {state}.{" "}
          <Button variant="link" size="inline" onClick={() => setState("open")}>
            Change it
          </Button>
        </p>
      ) : (
        <div className="flex flex-wrap items-center gap-2">
          <span className="text-muted">Is this move useful?</span>
          <GuardedButton size="small" refusal={refusal} onClick={() => void send(true)}>
            <ThumbsUp /> Useful
          </GuardedButton>
          <GuardedButton
            size="small"
            refusal={refusal}
            aria-expanded={state === "asking"}
            onClick={() => setState("asking")}
          >
            <ThumbsDown /> Not useful
          </GuardedButton>
        </div>
      )}
      {state === "asking" ? (
        <form
          className="flex flex-wrap items-end gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            void send(false);
          }}
        >
          <Field label="Why not? (optional)" className="flex-1 basis-48">
            {(control) => (
              <Input
                {...control}
                value={reason}
                maxLength={500}
                autoComplete="off"
                onChange={(event) => setReason(event.target.value)}
              />
            )}
          </Field>
          <Button type="submit">Send</Button>
        </form>
      ) : null}
      {problem ? (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      ) : null}
    </div>
  );
}
