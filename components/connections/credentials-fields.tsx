"use client";

import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { ConnectionDraft } from "@/lib/client/state/connection-draft";
import { EMPTY_LOGIN, type LoginDraft } from "@/lib/client/state/login-draft";
import { LoginFields } from "./login-fields";

interface CredentialsFieldsProps {
  draft: ConnectionDraft;
  issues: Readonly<Record<string, string>>;
  isNew: boolean;
  /** Null while a token is given. */
  login: LoginDraft | null;
  onChange: (draft: ConnectionDraft) => void;
  onLoginChange: (login: LoginDraft | null) => void;
}

/** A token, or for a new connection the user and password that make one. */
export function CredentialsFields(props: CredentialsFieldsProps) {
  const { issues, isNew, login, onLoginChange } = props;
  return (
    <div className="flex flex-col gap-2">
      {login ? (
        <LoginFields login={login} issues={issues} onChange={onLoginChange} />
      ) : (
        <TokenFields {...props} />
      )}
      {isNew ? (
        <div>
          <Button variant="link" size="inline" onClick={() => onLoginChange(login ? null : EMPTY_LOGIN)}>
            {login ? "I have a token" : "I have no token yet: make one"}
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function TokenFields({ draft, issues, isNew, onChange }: CredentialsFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="API token" problem={issues.tokenId} help="user@realm!name, such as evenkeel@pve!console">
        {(control) => (
          <Input
            {...control}
            value={draft.tokenId}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => onChange({ ...draft, tokenId: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="Token secret"
        problem={issues.tokenSecret}
        help={isNew ? "Stored sealed; never shown again." : "Leave empty to keep the stored one."}
      >
        {(control) => (
          <Input
            {...control}
            type="password"
            value={draft.tokenSecret}
            autoComplete="off"
            onChange={(event) => onChange({ ...draft, tokenSecret: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}
