"use client";

import { useState } from "react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { ACCOUNT_PASSWORD_ADDRESS } from "@/lib/client/http/api-addresses";
import { requestApi } from "@/lib/client/http/request-api";
import { notify } from "@/lib/client/state/notices";
import { useSaving } from "@/lib/client/state/use-saving";

const EMPTY = { currentPassword: "", newPassword: "", repeated: "" };

export function PasswordForm({ onChanged }: { onChanged: () => void }) {
  const [draft, setDraft] = useState(EMPTY);
  const { busy, issues, problem, save } = useSaving(
    async () => {
      const { currentPassword, newPassword } = draft;
      await requestApi(ACCOUNT_PASSWORD_ADDRESS, {
        method: "PUT",
        schema: z.unknown(),
        body: { currentPassword, newPassword },
      });
      setDraft(EMPTY);
      notify("Password changed", { detail: "Your other sessions were signed out." });
      onChanged();
    },
    () => differ(draft),
  );

  return (
    <form
      className="flex max-w-sm flex-col gap-3"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {(
        [
          ["currentPassword", "Current password", "current-password"],
          ["newPassword", "New password", "new-password"],
          ["repeated", "New password again", "new-password"],
        ] as const
      ).map(([name, label, autoComplete]) => (
        <Field
          key={name}
          label={label}
          problem={issues[name]}
          help={name === "newPassword" ? "At least 12 characters; a sentence is fine." : undefined}
        >
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete={autoComplete}
              value={draft[name]}
              onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
            />
          )}
        </Field>
      ))}
      {problem ? (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      ) : null}
      <div>
        <Button type="submit" variant="primary" disabled={busy || draft.newPassword === ""}>
          Change password
        </Button>
      </div>
    </form>
  );
}

function differ({ newPassword, repeated }: typeof EMPTY): Readonly<Record<string, string>> {
  return newPassword === repeated ? {} : { repeated: "The two new passwords differ." };
}
