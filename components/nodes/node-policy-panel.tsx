"use client";

import { useId, useState } from "react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Skeleton } from "@/components/ui/skeleton";
import { Switch } from "@/components/ui/switch";
import { Panel } from "@/components/values/panel";
import { type NodePolicyRow, nodePolicyRow } from "@/lib/api/rules";
import { gibFrom, gibText } from "@/lib/client/format/gib-text";
import { nodePoliciesAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { requestApi } from "@/lib/client/http/request-api";
import { useApi } from "@/lib/client/http/use-api";
import { notify } from "@/lib/client/state/notices";
import { useViewer } from "@/lib/client/state/viewer-context";

const policyList = z.array(nodePolicyRow);

/** There is one such panel on a page. */
const REFUSAL_ID = "node-policy-refusal";

interface NodePolicyPanelProps {
  clusterId: string;
  node: string;
}

/** What people decided about a node for planning. */
export function NodePolicyPanel({ clusterId, node }: NodePolicyPanelProps) {
  const { data, error, mutate } = useApi(nodePoliciesAddress(clusterId), policyList, {
    refreshInterval: 30_000,
  });
  const refusal = useViewer().refusal("operator");
  const [problem, setProblem] = useState<string | null>(null);
  const policy = data?.data.find((row) => row.node === node);

  async function save(change: Partial<Pick<NodePolicyRow, "ignored" | "memoryReserveBytes">>) {
    setProblem(null);
    try {
      await requestApi(nodePoliciesAddress(clusterId, node), {
        method: "PATCH",
        schema: nodePolicyRow,
        body: change,
      });
      await mutate();
      notify(`${node} saved`, { detail: "The next plan heeds it." });
    } catch (failure) {
      setProblem(messageOf(failure));
    }
  }

  return (
    <Panel title="Planning">
      {error && !data ? <p className="text-bad">{messageOf(error)}</p> : null}
      {data || error ? null : <Skeleton className="h-28" />}
      {data ? (
        <div className="flex flex-col gap-4">
          <Ignored
            ignored={policy?.ignored ?? false}
            refusal={refusal}
            onChange={(ignored) => void save({ ignored })}
          />
          <Reserve
            key={policy?.memoryReserveBytes ?? 0}
            bytes={policy?.memoryReserveBytes ?? 0}
            refusal={refusal}
            onSave={(memoryReserveBytes) => void save({ memoryReserveBytes })}
          />
          {refusal ? (
            <p id={REFUSAL_ID} className="text-muted text-sm">
              {refusal}
            </p>
          ) : null}
          {problem ? (
            <p role="alert" className="text-bad">
              {problem}
            </p>
          ) : null}
        </div>
      ) : null}
    </Panel>
  );
}

interface IgnoredProps {
  ignored: boolean;
  refusal: string | null;
  onChange: (ignored: boolean) => void;
}

function Ignored({ ignored, refusal, onChange }: IgnoredProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-3">
      <Switch
        id={id}
        checked={ignored}
        disabled={refusal !== null}
        aria-describedby={refusal ? `${id}-help ${REFUSAL_ID}` : `${id}-help`}
        onCheckedChange={onChange}
      />
      <div className="min-w-0">
        <Label htmlFor={id}>Leave out of planning</Label>
        <p id={`${id}-help`} className="text-muted text-sm">
          No plan moves a guest here or away from here.
        </p>
      </div>
    </div>
  );
}

interface ReserveProps {
  bytes: number;
  refusal: string | null;
  onSave: (bytes: number) => void;
}

function Reserve({ bytes, refusal, onSave }: ReserveProps) {
  const [text, setText] = useState(gibText(bytes));
  const wanted = gibFrom(text);
  const changed = wanted !== bytes;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted !== null && changed) onSave(wanted);
      }}
    >
      <Field
        label="Memory to keep free"
        help="Plans fill the node only up to what is left. 0 keeps nothing apart."
        problem={wanted === null ? "This is not a number of GiB." : null}
      >
        {(control) => (
          <span className="flex items-center gap-2">
            <Input
              {...control}
              className="figure w-24 text-right"
              inputMode="decimal"
              autoComplete="off"
              disabled={refusal !== null}
              aria-describedby={
                refusal ? `${control["aria-describedby"]} ${REFUSAL_ID}` : control["aria-describedby"]
              }
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
            <span className="text-muted text-sm">GiB</span>
            {changed && wanted !== null ? <Button type="submit">Save</Button> : null}
          </span>
        )}
      </Field>
    </form>
  );
}
