"use client";

/** Shown when even the layout failed; it cannot rely on styles. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body>
        <main>
          <h1>Evenkeel could not show this page</h1>
          <p>Reload it. If it stays so, see the server's log.</p>
          <a href="/">Go to the overview</a>
        </main>
      </body>
    </html>
  );
}
