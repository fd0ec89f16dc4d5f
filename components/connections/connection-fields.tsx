"use client";

import type { ReactNode } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { tlsPolicy } from "@/lib/api/clusters";
import type { ConnectionDraft } from "@/lib/client/state/connection-draft";
import { EndpointFields } from "./endpoint-fields";

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
      <EndpointFields draft={draft} issues={issues} onChange={onChange} />
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
