"use client";

import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type ConnectionDraft, type EndpointDraft, moveEndpoint } from "@/lib/client/state/connection-draft";

interface EndpointFieldsProps {
  draft: ConnectionDraft;
  issues: Readonly<Record<string, string>>;
  onChange: (draft: ConnectionDraft) => void;
}

/** Where a cluster is asked, in the order in which its endpoints are tried. */
export function EndpointFields({ draft, issues, onChange }: EndpointFieldsProps) {
  const { endpoints, tlsPolicy } = draft;
  const [moved, setMoved] = useState("");
  const set = (next: readonly EndpointDraft[]) => onChange({ ...draft, endpoints: next });
  const add = () => {
    const key = Math.max(...endpoints.map((endpoint) => endpoint.key)) + 1;
    set([...endpoints, { key, host: "", port: "8006", fingerprint: "" }]);
  };
  const move = (index: number, by: -1 | 1) => {
    set(moveEndpoint(endpoints, index, by));
    setMoved(`${endpoints[index]?.host || `Host ${index + 1}`} is now number ${index + by + 1}`);
  };

  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="sr-only">Endpoints</legend>
      {endpoints.map((endpoint, index) => (
        <EndpointRow
          key={endpoint.key}
          endpoint={endpoint}
          index={index}
          count={endpoints.length}
          pinned={tlsPolicy === "fingerprint"}
          issues={issues}
          onChange={(part) =>
            set(endpoints.map((other) => (other.key === endpoint.key ? { ...other, ...part } : other)))
          }
          onMove={(by) => move(index, by)}
          onRemove={() => set(endpoints.filter(({ key }) => key !== endpoint.key))}
        />
      ))}
      <p aria-live="polite" className="sr-only">
        {moved}
      </p>
      <div className="flex flex-wrap items-center gap-x-3">
        <Button variant="ghost" size="small" onClick={add} disabled={endpoints.length >= 16}>
          <Plus /> Add a host for fail-over
        </Button>
        {endpoints.length > 1 ? (
          <span className="text-muted text-sm">They are tried from the top.</span>
        ) : null}
      </div>
    </fieldset>
  );
}

interface EndpointRowProps {
  endpoint: EndpointDraft;
  index: number;
  count: number;
  /** Whether this very certificate is asked for. */
  pinned: boolean;
  issues: Readonly<Record<string, string>>;
  onChange: (part: Partial<EndpointDraft>) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function EndpointRow(props: EndpointRowProps) {
  const { endpoint, index, count, pinned, issues, onChange, onMove, onRemove } = props;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_5.5rem_auto] items-start gap-x-3 gap-y-2">
      <Field label={index === 0 ? "Host" : `Host ${index + 1}`} problem={issues[`endpoints.${index}.host`]}>
        {(control) => (
          <Input
            {...control}
            value={endpoint.host}
            placeholder="pve1.example.org"
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => onChange({ host: event.target.value })}
          />
        )}
      </Field>
      <Field label="Port" problem={issues[`endpoints.${index}.port`]}>
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            value={endpoint.port}
            onChange={(event) => onChange({ port: event.target.value })}
          />
        )}
      </Field>
      <div className="mt-6 flex">
        {count > 1 ? (
          <>
            <Button
              variant="ghost"
              size="icon"
              aria-label={`Try host ${index + 1} earlier`}
              aria-disabled={index === 0}
              onClick={() => (index === 0 ? undefined : onMove(-1))}
            >
              <ArrowUp />
            </Button>
            <Button
              variant="ghost"
              size="icon"
              aria-label={`Try host ${index + 1} later`}
              aria-disabled={index === count - 1}
              onClick={() => (index === count - 1 ? undefined : onMove(1))}
            >
              <ArrowDown />
            </Button>
          </>
        ) : null}
        <Button
          variant="ghost"
          size="icon"
          aria-label={`Remove host ${index + 1}`}
          disabled={count === 1}
          onClick={onRemove}
        >
          <Trash2 />
        </Button>
      </div>
      {pinned ? (
        <Field
          className="col-span-3"
          label={index === 0 ? "Certificate fingerprint (SHA-256)" : `Fingerprint of host ${index + 1}`}
          problem={issues[`endpoints.${index}.fingerprint`]}
          help={
            index === 0 ? "On the host: pvenode cert info. Or test the connection and compare." : undefined
          }
        >
          {(control) => (
            <Input
              {...control}
              className="font-mono text-xs"
              value={endpoint.fingerprint}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => onChange({ fingerprint: event.target.value })}
            />
          )}
        </Field>
      ) : null}
    </div>
  );
}
