"use client";

import { PageError, type PageErrorProps } from "@/components/shell/page-error";

export default function ConsoleError({ error, retry }: PageErrorProps) {
  return (
    <div className="panel">
      <PageError error={error} retry={retry}>
        The rest of the console works.
      </PageError>
    </div>
  );
}
