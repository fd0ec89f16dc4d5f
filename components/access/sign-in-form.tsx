"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { signInProblem } from "@/lib/client/format/sign-in-problem";
import { useAlive } from "@/lib/client/state/use-alive";

/** Signs in and goes on to where the person wanted to be. What is typed before the page is alive is kept. */
export function SignInForm({ callbackUrl }: { callbackUrl: string }) {
  const alive = useAlive();
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function submit(form: FormData) {
    setBusy(true);
    setProblem(null);
    const [username, password] = [form.get("username"), form.get("password")].map(String);
    try {
      const { signIn } = await import("next-auth/react");
      const result = await signIn("credentials", { username, password, redirect: false });
      if (result?.ok) {
        // A full load: nothing of the stranger's page may stay.
        window.location.assign(callbackUrl);
        return;
      }
      setProblem(signInProblem(result?.error ?? null));
    } catch {
      setProblem("Evenkeel does not answer. Check your connection and try again.");
    }
    setBusy(false);
  }

  return (
    <form
      method="post"
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
    >
      <Field label="User name">
        {(control) => (
          <Input {...control} name="username" autoComplete="username" autoCapitalize="none" required />
        )}
      </Field>
      <Field label="Password">
        {(control) => (
          <Input {...control} name="password" type="password" autoComplete="current-password" required />
        )}
      </Field>
      {problem ? (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      ) : null}
      <Button type="submit" variant="primary" disabled={busy || !alive}>
        {busy ? "Signing in…" : "Sign in"}
      </Button>
    </form>
  );
}
