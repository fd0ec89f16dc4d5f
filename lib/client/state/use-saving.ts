"use client";

import { useState } from "react";
import { fieldIssuesOf, messageOf } from "@/lib/client/http/api-error";

type Issues = Readonly<Record<string, string>>;

interface Saving {
  readonly busy: boolean;
  /** What the server says is wrong, by field. */
  readonly issues: Issues;
  /** What it says of the whole; null when nothing. */
  readonly problem: string | null;
  readonly save: () => Promise<void>;
}

const NONE: Issues = {};

/**
 * Sends a form and keeps what the server has against it.
 *
 * @param check what is wrong before anything is sent
 */
export function useSaving(send: () => Promise<void>, check: () => Issues = () => NONE): Saving {
  const [issues, setIssues] = useState(NONE);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function save() {
    const found = check();
    setProblem(null);
    setIssues(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    try {
      await send();
    } catch (failure) {
      setIssues(fieldIssuesOf(failure));
      setProblem(messageOf(failure));
    } finally {
      setBusy(false);
    }
  }

  return { busy, issues, problem, save };
}
