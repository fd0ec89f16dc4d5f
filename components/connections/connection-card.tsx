import { CircleAlert, CircleCheck, CirclePause } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { RelativeTime } from "@/components/values/relative-time";
import type { ClusterConnection } from "@/lib/api/clusters";
import { clusterAddress } from "@/lib/client/addresses";

const TLS_WORDS = {
  fingerprint: "pinned certificate",
  system: "trusted by this system",
  custom_ca: "own CA",
  insecure: "any certificate (insecure)",
} as const;

const SOURCE_WORDS = { console: null, environment: "from the environment", demo: "demo" } as const;

export function ConnectionCard({
  connection,
  actions,
  children,
}: {
  connection: ClusterConnection;
  actions: ReactNode;
  children: ReactNode;
}) {
  const source = SOURCE_WORDS[connection.source];
  return (
    <li className="panel flex flex-wrap items-start gap-x-6 gap-y-3 p-4">
      <div className="min-w-60 flex-1">
        <h2 className="flex flex-wrap items-center gap-2 font-semibold text-lg">
          <Link href={clusterAddress(connection.id)} className="hover:text-accent hover:underline">
            {connection.name}
          </Link>
          {source ? <Badge>{source}</Badge> : null}
        </h2>
        <ConnectionState connection={connection} />
        <ConnectionDetails connection={connection} />
      </div>
      <div className="flex flex-wrap gap-2">{actions}</div>
      <div className="w-full min-w-0">{children}</div>
    </li>
  );
}

function ConnectionDetails({ connection }: { connection: ClusterConnection }) {
  if (connection.endpoints.length === 0) {
    return <p className="mt-2 text-muted text-sm">Hosts and tokens are shown to administrators.</p>;
  }
  return (
    <dl className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-sm">
      <dt className="text-muted">Hosts</dt>
      <dd className="figure break-all">
        {connection.endpoints.map(({ host, port }) => `${host}:${port}`).join(", ")}
      </dd>
      <dt className="text-muted">Token</dt>
      <dd className="figure break-all">{connection.tokenId}</dd>
      <dt className="text-muted">Trust</dt>
      <dd>{TLS_WORDS[connection.tlsPolicy]}</dd>
    </dl>
  );
}

function ConnectionState({ connection }: { connection: ClusterConnection }) {
  if (connection.paused) {
    return (
      <p className="flex items-center gap-1.5 text-maint">
        <CirclePause aria-hidden className="size-4" /> Paused
      </p>
    );
  }
  if (connection.problem) {
    return (
      <p className="flex items-start gap-1.5">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-bad" />
        <span>
          {connection.problem.message}{" "}
          <span className="whitespace-nowrap text-muted">
            Since <RelativeTime atMs={connection.problem.sinceMs} />.
          </span>
        </span>
      </p>
    );
  }
  if (connection.lastReadAtMs === null) return <p className="text-muted">Waiting for the first reading</p>;
  return (
    <p className="flex items-center gap-1.5">
      <CircleCheck aria-hidden className="size-4 text-ok" />
      <span>
        Connected, read <RelativeTime atMs={connection.lastReadAtMs} />
      </span>
    </p>
  );
}
