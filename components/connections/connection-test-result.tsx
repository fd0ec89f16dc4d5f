"use client";

import { CircleAlert, CircleCheck } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { ConnectionTest } from "@/lib/api/clusters";

interface ConnectionTestResultProps {
  test: ConnectionTest;
  /** The certificate shown is the one that the form pins. */
  pinned: boolean;
  onTrust: (fingerprint: string) => void;
}

/** What the test found: who answered, with which certificate, or why nobody did. */
export function ConnectionTestResult({ test, pinned, onTrust }: ConnectionTestResultProps) {
  const { fingerprint } = test;
  return (
    <div role="status" className="flex flex-col gap-2 rounded-md border border-line-strong bg-surface p-3">
      <p className="flex items-start gap-2">
        {test.ok ? (
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />
        ) : (
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
        )}
        <span>{test.ok ? foundSentence(test) : (test.problem?.message ?? "The test failed.")}</span>
      </p>
      {fingerprint ? (
        <div className="flex flex-col gap-1.5">
          <p className="text-muted text-sm">
            The host shows this certificate
            {test.certificateTrustedBySystem ? ", which this system trusts" : ""}. Compare it with the output
            of <code className="font-mono">pvenode cert info</code> on the host.
          </p>
          <code className="break-all font-mono text-xs">{fingerprint}</code>
          {pinned ? (
            <p className="text-ok text-sm">This certificate is the one you trust.</p>
          ) : (
            <div>
              <Button size="small" onClick={() => onTrust(fingerprint)}>
                Trust this certificate
              </Button>
            </div>
          )}
        </div>
      ) : null}
    </div>
  );
}

function foundSentence(test: ConnectionTest): string {
  const what = test.clusterName ? `cluster ${test.clusterName}` : "a single host";
  const version = test.pveVersion ? ` on Proxmox VE ${test.pveVersion}` : "";
  const nodes = test.nodes.length > 0 ? ` with ${test.nodes.join(", ")}` : "";
  return `Connected: ${what}${nodes}${version}.`;
}
