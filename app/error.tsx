"use client";

import { PageError, type PageErrorProps } from "@/components/shell/page-error";

/** For what fails outside a page of the console: its frame, the sign-in and the set-up. */
export default function AnyError({ error, retry }: PageErrorProps) {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <PageError error={error} retry={retry}>
        Something went wrong on our side.
      </PageError>
    </main>
  );
}
