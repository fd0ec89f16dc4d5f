"use client";

import { Pause, Pencil, Play, Plug, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { z } from "zod";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { GuardedButton } from "@/components/values/guarded-button";
import { PageHeading } from "@/components/values/page-heading";
import { EmptyState, ErrorState } from "@/components/values/states";
import { type ClusterConnection, type ClusterRow, clusterConnection } from "@/lib/api/clusters";
import { type ConnectionActivity, connectionActivityList } from "@/lib/api/connection-activity";
import {
  CONNECTION_ACTIVITY_ADDRESS,
  CONNECTIONS_ADDRESS,
  clustersAddress,
} from "@/lib/client/http/api-addresses";
import { messageOf } from "@/lib/client/http/api-error";
import { requestApi } from "@/lib/client/http/request-api";
import { useApi } from "@/lib/client/http/use-api";
import { useClusters } from "@/lib/client/state/initial-rows";
import { notify } from "@/lib/client/state/notices";
import { useViewer } from "@/lib/client/state/viewer-context";
import { CollectionPreset } from "./collection-preset";
import { ConnectionActivityView } from "./connection-activity-view";
import { ConnectionCard } from "./connection-card";
import { ConnectionDialog } from "./connection-dialog";
import { DoctorButton } from "./doctor-button";

const connectionList = z.array(clusterConnection);

type Editing = { readonly connection: ClusterConnection | null } | null;

interface ConnectionListProps {
  /** Null for those who may not see how clusters are reached. */
  initial: readonly ClusterConnection[] | null;
}

/** The clusters that Evenkeel reads, with what is wrong with each and what can be done about it. */
export function ConnectionList({ initial }: ConnectionListProps) {
  const { refusal } = useViewer();
  const [editing, setEditing] = useState<Editing>(null);
  const [removing, setRemoving] = useState<ClusterConnection | null>(null);
  const { data, error, mutate } = useApi(initial ? CONNECTIONS_ADDRESS : null, connectionList, {
    refreshInterval: 5_000,
    ...(initial ? { fallbackData: { data: [...initial], meta: undefined } } : {}),
  });
  const activities = useApi(initial ? CONNECTION_ACTIVITY_ADDRESS : null, connectionActivityList, {
    refreshInterval: 5_000,
  }).data?.data;
  const clusters = useClusters();
  const connections = initial ? (data?.data ?? initial) : clusters.map(withoutDetails);

  async function pause(connection: ClusterConnection) {
    try {
      await requestApi(clustersAddress(connection.id), {
        method: "PUT",
        schema: z.unknown(),
        body: inputOf(connection, !connection.paused),
      });
      notify(connection.paused ? `${connection.name} is read again` : `${connection.name} is paused`);
      await mutate();
    } catch (problem) {
      notify(`${connection.name} was not changed`, { tone: "bad", detail: messageOf(problem) });
    }
  }

  async function remove(connection: ClusterConnection) {
    await requestApi(clustersAddress(connection.id), { method: "DELETE", schema: z.unknown() });
    notify(`${connection.name} removed`);
    await mutate();
  }

  return (
    <>
      <PageHeading
        title="Connections"
        description="Proxmox VE clusters and single hosts that Evenkeel reads."
        actions={
          <GuardedButton
            variant="primary"
            refusal={refusal("admin")}
            onClick={() => setEditing({ connection: null })}
          >
            <Plus /> Add cluster
          </GuardedButton>
        }
      />
      {error ? <ErrorState title="The connections could not be read">{messageOf(error)}</ErrorState> : null}
      {connections.length === 0 && !error ? (
        <div className="panel">
          <EmptyState Icon={Plug} title="No cluster yet">
            Add one with the address of any node and an API token that may read. The README has the two lines
            that make such a token.
          </EmptyState>
        </div>
      ) : null}
      <ul className="flex flex-col gap-3">
        {connections.map((connection) => (
          <ConnectionCard
            key={connection.id}
            connection={connection}
            actions={
              <>
                <DoctorButton clusterId={connection.id} name={connection.name} refusal={refusal("admin")} />
                <GuardedButton
                  size="small"
                  refusal={refusalFor(connection, refusal("admin"))}
                  onClick={() => void pause(connection)}
                >
                  {connection.paused ? <Play /> : <Pause />}
                  {connection.paused ? "Resume" : "Pause"}
                </GuardedButton>
                <GuardedButton
                  size="small"
                  refusal={refusalFor(connection, refusal("admin"))}
                  onClick={() => setEditing({ connection })}
                >
                  <Pencil /> Edit
                </GuardedButton>
                <GuardedButton
                  size="small"
                  refusal={refusalFor(connection, refusal("admin"))}
                  onClick={() => setRemoving(connection)}
                >
                  <Trash2 /> Remove
                </GuardedButton>
              </>
            }
          >
            <CollectionPreset
              clusterId={connection.id}
              name={connection.name}
              intervalSeconds={clusters.find(({ id }) => id === connection.id)?.intervalSeconds ?? null}
              hasOwnInterval={connection.intervalSeconds !== null}
            />
            {activityOf(connection, activities)}
          </ConnectionCard>
        ))}
      </ul>
      {editing ? (
        <ConnectionDialog
          connection={editing.connection}
          onClose={() => setEditing(null)}
          onSaved={() => void mutate()}
        />
      ) : null}
      {removing ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => (open ? undefined : setRemoving(null))}
          title={`Remove ${removing.name}?`}
          action="Remove cluster"
          onConfirm={() => remove(removing)}
        >
          <p>
            Evenkeel stops reading {removing.name} and deletes its history, events and scores here. Nothing
            changes in Proxmox VE. This cannot be undone; pausing keeps everything.
          </p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}

function activityOf(connection: ClusterConnection, activities: readonly ConnectionActivity[] | undefined) {
  const activity = activities?.find(({ clusterId }) => clusterId === connection.id);
  if (!activity || connection.paused) return null;
  return <ConnectionActivityView name={connection.name} activity={activity} />;
}

function refusalFor(connection: ClusterConnection, roleRefusal: string | null): string | null {
  if (connection.source === "environment") {
    return "This connection comes from the environment; change its PROXMOX_ variables and restart.";
  }
  if (connection.source === "demo")
    return "The demo cluster goes away by itself when a real cluster is connected.";
  return roleRefusal;
}

/** The whole connection with its secret left as stored. */
function inputOf(connection: ClusterConnection, paused: boolean) {
  const { name, endpoints, tokenId, tlsPolicy, caCertificate, intervalSeconds } = connection;
  return { name, endpoints, tokenId, tokenSecret: "", tlsPolicy, caCertificate, intervalSeconds, paused };
}

/** A connection as far as everybody may see it. */
function withoutDetails({ id, name, source, paused, problem, readAtMs }: ClusterRow): ClusterConnection {
  return {
    id,
    name,
    source,
    paused,
    problem,
    lastReadAtMs: readAtMs,
    intervalSeconds: null,
    tokenId: "",
    hasTokenSecret: false,
    tlsPolicy: "fingerprint",
    caCertificate: null,
    endpoints: [],
  };
}
