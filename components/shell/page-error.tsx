"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/values/states";
import { useDatabaseReturn } from "@/lib/client/http/use-database-return";
import { DatabaseAwayNote } from "./database-away";

export interface PageErrorProps {
  readonly error: Error & { digest?: string };
  /** Asks the server for the page again. */
  readonly retry: () => void;
}

/** What a page that failed shows: that the database is away and waited for, or where to look for the reason. */
export function PageError({ error, retry, children }: PageErrorProps & { readonly children: ReactNode }) {
  const isDatabaseAway = useDatabaseReturn();
  if (isDatabaseAway) return <DatabaseAwayNote />;
  return (
    <ErrorState
      title="This page could not be shown"
      action={
        <Button variant="primary" onClick={retry}>
          Try again
        </Button>
      }
    >
      {children} If it stays so, see the server's log{error.digest ? ` for ${error.digest}` : ""}.
    </ErrorState>
  );
}
