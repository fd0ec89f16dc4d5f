"use client";

import { X } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/values/panel";
import { type PlanView, planView, recommendation } from "@/lib/api/recommendations";
import { recommendationAddress, whatIfAddress } from "@/lib/client/http/api-addresses";
import { fieldIssuesOf, messageOf } from "@/lib/client/http/api-error";
import { requestApi } from "@/lib/client/http/request-api";
import { useApi } from "@/lib/client/http/use-api";
import {
  EMPTY_WHAT_IF,
  isEmptyWhatIf,
  type WhatIfForm,
  whatIfBody,
} from "@/lib/client/recommendations/what-if-form";
import { WhatIfFields } from "./what-if-fields";
import { WhatIfResult } from "./what-if-result";

const maybeRecommendation = recommendation.nullable();

/** Plans with other settings, or with nodes to be emptied, beside what is advised now. Nothing is stored. */
export function WhatIfPanel({ clusterId, onClose }: { clusterId: string; onClose: () => void }) {
  const [form, setForm] = useState<WhatIfForm>(EMPTY_WHAT_IF);
  const [plan, setPlan] = useState<PlanView | null>(null);
  const [issues, setIssues] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { data } = useApi(recommendationAddress(clusterId), maybeRecommendation);

  async function ask() {
    setBusy(true);
    setProblem(null);
    setIssues({});
    try {
      const answer = await requestApi(whatIfAddress(clusterId), {
        method: "POST",
        schema: planView,
        body: whatIfBody(form),
      });
      setPlan(answer.data);
    } catch (failure) {
      setIssues(fieldIssuesOf(failure));
      setProblem(messageOf(failure));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Panel
      title="What if"
      aside={
        <Button
          variant="ghost"
          size="icon"
          className="-mr-2 size-7"
          aria-label="Close what if"
          onClick={onClose}
        >
          <X />
        </Button>
      }
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <WhatIfFields clusterId={clusterId} form={form} issues={issues} onChange={setForm} />
        <div className="mt-4 flex flex-wrap items-center gap-3">
          <Button type="submit" variant="primary" disabled={busy}>
            {busy ? "Planning…" : "Plan with these"}
          </Button>
          <Button
            variant="ghost"
            disabled={isEmptyWhatIf(form) && plan === null}
            onClick={() => {
              setForm(EMPTY_WHAT_IF);
              setPlan(null);
              setProblem(null);
              setIssues({});
            }}
          >
            Start over
          </Button>
          <span className="text-muted text-sm">Nothing is stored and nothing moves.</span>
        </div>
        {problem ? (
          <p role="alert" className="mt-2 text-bad">
            {problem}
          </p>
        ) : null}
      </form>
      {plan ? <WhatIfResult clusterId={clusterId} current={data?.data?.plan ?? null} plan={plan} /> : null}
    </Panel>
  );
}
