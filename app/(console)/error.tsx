"use client";

import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/values/states";

export default function ConsoleError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <div className="panel">
      <ErrorState
        title="This page could not be shown"
        action={
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
        }
      >
        The rest of the console works. If it stays so, see the server's log
        {error.digest ? ` for ${error.digest}` : ""}.
      </ErrorState>
    </div>
  );
}
