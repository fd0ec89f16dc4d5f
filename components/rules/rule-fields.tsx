"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { ruleKind } from "@/lib/api/rules";
import { issueOf, type RuleDraft } from "@/lib/client/recommendations/rule-draft";
import { useNodes } from "@/lib/client/state/initial-rows";

interface RuleFieldsProps {
  clusterId: string;
  draft: RuleDraft;
  issues: Readonly<Record<string, string>>;
  onChange: (part: Partial<RuleDraft>) => void;
}

const KINDS = {
  "anti-affinity": "Keep apart: no two on one node",
  affinity: "Keep together: all on one node",
  pin: "Pin: only on certain nodes",
  ignore: "Leave alone: never moved",
} as const;

export function RuleFields({ clusterId, draft, issues, onChange }: RuleFieldsProps) {
  return (
    <>
      <TextField
        label="Name"
        value={draft.name}
        problem={issues.name}
        onChange={(name) => onChange({ name })}
      />
      <Field label="What it wants" problem={issues.kind}>
        {(control) => (
          <Select
            {...control}
            value={draft.kind}
            onChange={(event) => onChange({ kind: ruleKind.parse(event.target.value) })}
          >
            {Object.entries(KINDS).map(([kind, title]) => (
              <option key={kind} value={kind}>
                {title}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <TextField
        label="Guests"
        help="By number, with commas or spaces between them. Guests, tags and pools add up."
        value={draft.vmids}
        problem={issueOf("vmids", issues)}
        onChange={(vmids) => onChange({ vmids })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          label="Tags (optional)"
          value={draft.tags}
          problem={issueOf("tags", issues)}
          onChange={(tags) => onChange({ tags })}
        />
        <TextField
          label="Pools (optional)"
          value={draft.pools}
          problem={issueOf("pools", issues)}
          onChange={(pools) => onChange({ pools })}
        />
      </div>
      {draft.kind === "pin" ? (
        <PinnedNodes clusterId={clusterId} draft={draft} issues={issues} onChange={onChange} />
      ) : null}
      {draft.kind === "ignore" ? null : (
        <Toggle
          id="rule-strict"
          label="Strict: never broken, not even to relieve a node"
          checked={draft.strict}
          onChange={(strict) => onChange({ strict })}
        />
      )}
      <Toggle
        id="rule-enabled"
        label="In force"
        checked={draft.enabled}
        onChange={(enabled) => onChange({ enabled })}
      />
    </>
  );
}

function PinnedNodes({ clusterId, draft, issues, onChange }: RuleFieldsProps) {
  const known = useNodes().flatMap((node) => (node.clusterId === clusterId ? [node.name] : []));
  const names = [...new Set([...known, ...draft.nodes])];
  const problem = issueOf("nodes", issues);
  return (
    <fieldset>
      <legend className="font-medium">Nodes where they may be</legend>
      <div className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
        {names.map((name) => (
          <label key={name} className="inline-flex min-h-6 items-center gap-1.5">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={draft.nodes.includes(name)}
              onChange={(event) =>
                onChange({
                  nodes: event.target.checked
                    ? [...draft.nodes, name]
                    : draft.nodes.filter((node) => node !== name),
                })
              }
            />
            {name}
          </label>
        ))}
      </div>
      {problem ? (
        <p role="alert" className="mt-1 text-bad text-sm">
          {problem}
        </p>
      ) : null}
    </fieldset>
  );
}

interface TextFieldProps {
  label: string;
  help?: string;
  value: string;
  problem: string | undefined;
  onChange: (value: string) => void;
}

function TextField({ label, help, value, problem, onChange }: TextFieldProps) {
  return (
    <Field label={label} help={help} problem={problem}>
      {(control) => (
        <Input
          {...control}
          value={value}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

interface ToggleProps {
  id: string;
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

function Toggle({ id, label, checked, onChange }: ToggleProps) {
  return (
    <div className="flex items-center gap-2">
      <Switch id={id} checked={checked} onCheckedChange={onChange} />
      <Label htmlFor={id}>{label}</Label>
    </div>
  );
}
