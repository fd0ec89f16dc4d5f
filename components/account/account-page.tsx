"use client";

import { useSWRConfig } from "swr";
import { PageHeading } from "@/components/values/page-heading";
import { Panel } from "@/components/values/panel";
import { sessionsAddress } from "@/lib/client/http/api-addresses";
import { useViewer } from "@/lib/client/state/viewer-context";
import { PasswordForm } from "./password-form";
import { SessionList } from "./session-list";

export function AccountPage() {
  const { viewer } = useViewer();
  const { mutate } = useSWRConfig();
  return (
    <>
      <PageHeading title="Account" description={`${viewer.name} · ${viewer.username} · ${viewer.role}`} />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <Panel title="Password">
          <PasswordForm onChanged={() => void mutate(sessionsAddress(null))} />
        </Panel>
        <Panel title="Signed in at" bodyClassName="py-1">
          <SessionList />
        </Panel>
      </div>
    </>
  );
}
