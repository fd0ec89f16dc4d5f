"use client";

import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { LoginDraft } from "@/lib/client/state/login-draft";

interface LoginFieldsProps {
  login: LoginDraft;
  issues: Readonly<Record<string, string>>;
  onChange: (login: LoginDraft) => void;
}

/** User and password in place of a token. */
export function LoginFields({ login, issues, onChange }: LoginFieldsProps) {
  return (
    <div className="flex flex-col gap-2">
      <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_9rem]">
        <Field label="User" problem={issues["login.username"]} help="With its realm">
          {(control) => (
            <Input
              {...control}
              value={login.username}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => onChange({ ...login, username: event.target.value })}
            />
          )}
        </Field>
        <Field label="Password" problem={issues["login.password"]}>
          {(control) => (
            <Input
              {...control}
              type="password"
              value={login.password}
              autoComplete="off"
              onChange={(event) => onChange({ ...login, password: event.target.value })}
            />
          )}
        </Field>
        <Field label="Code (TOTP)" problem={issues["login.otp"]} help="If the user has one">
          {(control) => (
            <Input
              {...control}
              inputMode="numeric"
              value={login.otp}
              autoComplete="one-time-code"
              onChange={(event) => onChange({ ...login, otp: event.target.value })}
            />
          )}
        </Field>
      </div>
      <p className="text-muted text-sm">
        Evenkeel logs in once, makes the token <span className="font-mono">evenkeel-…</span> for this user
        with all of the user's rights, and keeps only the token. User and password are not stored.
      </p>
    </div>
  );
}
