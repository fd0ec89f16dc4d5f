"use client";

import { z } from "zod";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Skeleton } from "@/components/ui/skeleton";
import { RelativeTime } from "@/components/values/relative-time";
import { ErrorState } from "@/components/values/states";
import { sessionRow } from "@/lib/api/users";
import { describeBrowser } from "@/lib/client/format/describe-browser";
import { sessionsAddress } from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { requestApi } from "@/lib/client/http/request-api";
import { useApi } from "@/lib/client/http/use-api";
import { notify } from "@/lib/client/state/notices";

const sessionList = z.array(sessionRow);

/** Where this account is signed in; each place can be signed out. */
export function SessionList() {
  const { data, error, mutate } = useApi(sessionsAddress(null), sessionList);

  async function revoke(sessionId: string) {
    try {
      await requestApi(sessionsAddress(sessionId), { method: "DELETE", schema: z.unknown() });
      notify("Session signed out");
      await mutate();
    } catch (problem) {
      notify("The session was not signed out", { tone: "bad", detail: messageOf(problem) });
    }
  }

  if (error) return <ErrorState title="The sessions could not be read">{messageOf(error)}</ErrorState>;
  if (!data) return <Skeleton className="h-24" />;
  return (
    <ul className="divide-y divide-line">
      {data.data.map((session) => (
        <li key={session.id} className="flex flex-wrap items-center justify-between gap-2 py-2.5">
          <div className="min-w-0">
            <p className="flex flex-wrap items-center gap-2">
              <span className="font-medium" title={session.userAgent ?? undefined}>
                {describeBrowser(session.userAgent)}
              </span>
              {session.current ? <Badge tone="accent">this session</Badge> : null}
            </p>
            <p className="text-muted text-sm">
              <span className="figure">{session.ipAddress ?? "address unknown"}</span> · signed in{" "}
              <RelativeTime atMs={session.createdAtMs} /> · last seen{" "}
              <RelativeTime atMs={session.lastSeenAtMs} />
            </p>
          </div>
          {session.current ? null : (
            <Button size="small" onClick={() => void revoke(session.id)}>
              Sign out
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
