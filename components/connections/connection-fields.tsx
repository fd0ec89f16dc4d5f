"use client";

import { Plus, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { tlsPolicy } from "@/lib/api/clusters";
import type { ConnectionDraft, EndpointDraft } from "@/lib/client/state/connection-draft";

interface ConnectionFieldsProps {
  draft: ConnectionDraft;
  issues: Readonly<Record<string, string>>;
  /** Fields of the token, or of what makes one. */
  credentials: ReactNode;
  onChange: (draft: ConnectionDraft) => void;
}

const TLS_TITLES = {
  fingerprint: "This exact certificate (SHA-256 fingerprint)",
  system: "A certificate that this system trusts",
  custom_ca: "A certificate signed by my own CA",
  insecure: "Any certificate (insecure)",
} as const;

export function ConnectionFields({ draft, issues, credentials, onChange }: ConnectionFieldsProps) {
  return (
    <>
      <Field label="Name" problem={issues.name} help="As you call it; shown everywhere.">
        {(control) => (
          <Input
            {...control}
            value={draft.name}
            autoComplete="off"
            onChange={(event) => onChange({ ...draft, name: event.target.value })}
          />
        )}
      </Field>
      <Endpoints draft={draft} issues={issues} onChange={onChange} />
      {credentials}
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_10rem]">
        <Field
          label="Trust"
          problem={issues.tlsPolicy}
          help={
            draft.tlsPolicy === "insecure"
              ? "Anyone on the way can read the token. Only for a laboratory."
              : "Test the connection to see the certificate that the host shows."
          }
        >
          {(control) => (
            <Select
              {...control}
              value={draft.tlsPolicy}
              onChange={(event) => onChange({ ...draft, tlsPolicy: tlsPolicy.parse(event.target.value) })}
            >
              {tlsPolicy.options.map((policy) => (
                <option key={policy} value={policy}>
                  {TLS_TITLES[policy]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Read every (s)" problem={issues.intervalSeconds} help="Empty: as in Settings">
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              autoComplete="off"
              value={draft.intervalSeconds}
              onChange={(event) => onChange({ ...draft, intervalSeconds: event.target.value })}
            />
          )}
        </Field>
      </div>
      {draft.tlsPolicy === "custom_ca" ? (
        <Field label="CA certificate (PEM)" problem={issues.caCertificate}>
          {(control) => (
            <Textarea
              {...control}
              value={draft.caCertificate}
              placeholder="-----BEGIN CERTIFICATE-----"
              onChange={(event) => onChange({ ...draft, caCertificate: event.target.value })}
            />
          )}
        </Field>
      ) : null}
    </>
  );
}

function Endpoints({ draft, issues, onChange }: Omit<ConnectionFieldsProps, "credentials">) {
  const change = (key: number, part: Partial<EndpointDraft>) =>
    onChange({
      ...draft,
      endpoints: draft.endpoints.map((endpoint) =>
        endpoint.key === key ? { ...endpoint, ...part } : endpoint,
      ),
    });
  const add = () => {
    const key = Math.max(...draft.endpoints.map((endpoint) => endpoint.key)) + 1;
    onChange({ ...draft, endpoints: [...draft.endpoints, { key, host: "", port: "8006", fingerprint: "" }] });
  };

  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="sr-only">Endpoints</legend>
      {draft.endpoints.map((endpoint, index) => (
        <div
          key={endpoint.key}
          className="grid grid-cols-[minmax(0,1fr)_6rem_auto] items-start gap-x-3 gap-y-2"
        >
          <Field
            label={index === 0 ? "Host" : `Host ${index + 1}`}
            problem={issues[`endpoints.${index}.host`]}
          >
            {(control) => (
              <Input
                {...control}
                value={endpoint.host}
                placeholder="pve1.example.org"
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => change(endpoint.key, { host: event.target.value })}
              />
            )}
          </Field>
          <Field label="Port" problem={issues[`endpoints.${index}.port`]}>
            {(control) => (
              <Input
                {...control}
                inputMode="numeric"
                value={endpoint.port}
                onChange={(event) => change(endpoint.key, { port: event.target.value })}
              />
            )}
          </Field>
          <Button
            variant="ghost"
            size="icon"
            className="mt-6"
            aria-label={`Remove host ${index + 1}`}
            disabled={draft.endpoints.length === 1}
            onClick={() =>
              onChange({ ...draft, endpoints: draft.endpoints.filter(({ key }) => key !== endpoint.key) })
            }
          >
            <Trash2 />
          </Button>
          {draft.tlsPolicy === "fingerprint" ? (
            <Field
              className="col-span-3"
              label={index === 0 ? "Certificate fingerprint (SHA-256)" : `Fingerprint of host ${index + 1}`}
              problem={issues[`endpoints.${index}.fingerprint`]}
              help={
                index === 0
                  ? "On the host: pvenode cert info. Or test the connection and compare."
                  : undefined
              }
            >
              {(control) => (
                <Input
                  {...control}
                  className="font-mono text-xs"
                  value={endpoint.fingerprint}
                  autoComplete="off"
                  spellCheck={false}
                  onChange={(event) => change(endpoint.key, { fingerprint: event.target.value })}
                />
              )}
            </Field>
          ) : null}
        </div>
      ))}
      <div>
        <Button variant="ghost" size="small" onClick={add} disabled={draft.endpoints.length >= 16}>
          <Plus /> Add a host for fail-over
        </Button>
      </div>
    </fieldset>
  );
}
