"use client";

import { useDatabaseReturn } from "@/lib/client/http/use-database-return";

/** Shown when even the layout failed; it cannot rely on styles. */
export default function GlobalError() {
  const isDatabaseAway = useDatabaseReturn();
  return (
    <html lang="en">
      <body>
        <main>
          <h1>{isDatabaseAway ? "The database cannot be reached" : "Evenkeel could not show this page"}</h1>
          <p>
            {isDatabaseAway
              ? "Evenkeel goes on by itself as soon as its database is back, and this page shows itself again."
              : "Reload it. If it stays so, see the server's log."}
          </p>
          <a href="/">Go to the overview</a>
        </main>
      </body>
    </html>
  );
}
