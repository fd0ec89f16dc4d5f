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
import { useAlive } from "@/lib/client/state/use-alive";

interface SetupFormProps {
  username: string;
  name: string;
  /** The user name may be changed too. */
  firstRun: boolean;
}

interface Draft {
  readonly username: string;
  readonly name: string;
  readonly password: string;
  readonly repeated: string;
}

/** First run: who you are and a password of your own. What is typed before the page is alive is kept. */
export function SetupForm({ username, name, firstRun }: SetupFormProps) {
  const alive = useAlive();
  const known: Draft = { username, name, password: "", repeated: "" };
  const [issues, setIssues] = useState<Readonly<Record<string, string>>>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(draft: Draft) {
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
      method="post"
      className="flex flex-col gap-4"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit(draftOf(new FormData(event.currentTarget)));
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
              name={field}
              type={type}
              readOnly={field === "username" && !firstRun}
              autoComplete={autoComplete}
              defaultValue={known[field]}
            />
          )}
        </Field>
      ))}
      {problem ? (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      ) : null}
      <Button type="submit" variant="primary" disabled={busy || !alive}>
        {busy ? "Saving…" : "Start using Evenkeel"}
      </Button>
    </form>
  );
}

function draftOf(form: FormData): Draft {
  const text = (field: keyof Draft) => String(form.get(field) ?? "");
  return {
    username: text("username"),
    name: text("name"),
    password: text("password"),
    repeated: text("repeated"),
  };
}

function issuesOf(draft: Draft) {
  const issues: Record<string, string> = {};
  const parsed = setupInput.safeParse(draft);
  if (!parsed.success)
    for (const issue of parsed.error.issues) issues[issue.path.join(".")] ??= issue.message;
  if (draft.name.trim() === "") issues.name = "Enter your name.";
  if (draft.password !== draft.repeated) issues.repeated = "The two passwords differ.";
  return issues;
}
