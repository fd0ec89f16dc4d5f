"use client";

import { CircleAlert, ShieldQuestion } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { EndpointCertificate } from "@/lib/api/cluster-login";

interface CertificateResultsProps {
  certificates: readonly EndpointCertificate[];
  /** Fingerprint that the form pins for each host, in the same order. */
  pinned: readonly string[];
  onTrust: (index: number, fingerprint: string) => void;
}

/** The certificate of each host, to be compared and trusted before a password is sent to it. */
export function CertificateResults({ certificates, pinned, onTrust }: CertificateResultsProps) {
  return (
    <ul role="status" className="flex flex-col gap-3 rounded-md border border-line-strong bg-surface p-3">
      {certificates.map(({ host, port, fingerprint, trustedBySystem, problem }, index) => (
        <li key={`${host} ${port}`} className="flex items-start gap-2">
          {problem ? (
            <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
          ) : (
            <ShieldQuestion aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
          )}
          <div className="flex min-w-0 flex-col gap-1.5">
            {fingerprint === null ? (
              <p>{problem?.message}</p>
            ) : (
              <>
                <p>
                  {host}:{port} shows this certificate
                  {trustedBySystem ? ", which this system trusts" : ""}. Compare it with{" "}
                  <code className="font-mono">pvenode cert info</code> on the host.
                </p>
                <code className="break-all font-mono text-xs">{fingerprint}</code>
                {pinned[index] === fingerprint ? (
                  <p className="text-ok text-sm">This certificate is the one you trust.</p>
                ) : (
                  <div>
                    <Button size="small" onClick={() => onTrust(index, fingerprint)}>
                      Trust this certificate
                    </Button>
                  </div>
                )}
              </>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
