"use client";

import { Database } from "lucide-react";
import { useDatabaseReturn } from "@/lib/client/http/use-database-return";

/** Instead of a page whose readings need the database; it turns into that page as soon as the database is back. */
export function DatabaseAway() {
  useDatabaseReturn(true);
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <DatabaseAwayNote />
    </main>
  );
}

/** Says calmly that the database is away and that nothing has to be done here. */
export function DatabaseAwayNote() {
  return (
    <div role="alert" className="flex flex-col items-center gap-2 px-6 py-12 text-center">
      <Database aria-hidden className="size-6 text-warn" />
      <h1 className="font-medium text-lg">The database cannot be reached</h1>
      <p className="max-w-md text-muted">
        Your clusters are not affected. Evenkeel goes on by itself as soon as its database is back, and this
        page shows itself again.
      </p>
    </div>
  );
}
