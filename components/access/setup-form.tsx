"use client";

import { useState } from "react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { setupInput } from "@/lib/api/users";
import { SETUP_ADDRESS } from "@/lib/client/http/api-addresses";
import { fieldIssuesOf, messageOf } from "@/lib/client/http/api-error";
import { requestApi } from "@/lib/client/http/request-api";

interface SetupFormProps {
  username: string;
  name: string;
  /** The user name may be changed too. */
  firstRun: boolean;
}

/** First run: who you are and a password of your own. */
export function SetupForm({ username, name, firstRun }: SetupFormProps) {
  const [draft, setDraft] = useState({ username, name, password: "", repeated: "" });
  const [issues, setIssues] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit() {
    setProblem(null);
    const found = issuesOf(draft);
    setIssues(found);
    if (Object.keys(found).length > 0) return;

    setBusy(true);
    try {
      const { username: chosen, name: shown, password } = draft;
      await requestApi(SETUP_ADDRESS, {
        method: "POST",
        schema: z.unknown(),
        body: { username: chosen, name: shown, password },
      });
      window.location.assign("/");
    } catch (failure) {
      setIssues(fieldIssuesOf(failure));
      setProblem(messageOf(failure));
      setBusy(false);
    }
  }

  return (
    <form
      className="flex flex-col gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {(
        [
          ["username", "User name", "text", "username", "What you sign in with from now on."],
          ["name", "Your name", "text", "name", "As others see it in the records."],
          [
            "password",
            "New password",
            "password",
            "new-password",
            "At least 12 characters; a sentence is fine.",
          ],
          ["repeated", "New password again", "password", "new-password", undefined],
        ] as const
      ).map(([field, label, type, autoComplete, help]) => (
        <Field key={field} label={label} problem={issues[field]} help={help}>
          {(control) => (
            <Input
              {...control}
              type={type}
              readOnly={field === "username" && !firstRun}
              autoComplete={autoComplete}
              value={draft[field]}
              onChange={(event) => setDraft({ ...draft, [field]: event.target.value })}
            />
          )}
        </Field>
      ))}
      {problem ? (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      ) : null}
      <Button type="submit" variant="primary" disabled={busy}>
        {busy ? "Saving…" : "Start using Evenkeel"}
      </Button>
    </form>
  );
}

function issuesOf(draft: { username: string; name: string; password: string; repeated: string }) {
  const issues: Record<string, string> = {};
  const parsed = setupInput.safeParse(draft);
  if (!parsed.success)
    for (const issue of parsed.error.issues) issues[issue.path.join(".")] ??= issue.message;
  if (draft.name.trim() === "") issues.name = "Enter your name.";
  if (draft.password !== draft.repeated) issues.repeated = "The two passwords differ.";
  return issues;
}
