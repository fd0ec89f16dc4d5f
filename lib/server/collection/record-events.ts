import "server-only";
import type { InventoryEvent } from "@/lib/inventory/inventory-event";
import { pool } from "@/lib/server/db/pool";
import { childLog } from "@/lib/server/log";

/** Stores what happened in a cluster, in one statement, in the order given. */
export async function recordEvents(clusterId: string, events: readonly InventoryEvent[]): Promise<void> {
  if (events.length === 0) return;
  await pool().query(
    `INSERT INTO event (cluster_id, at, kind, severity, node, vmid, guest_object_id, storage, message, details)
     SELECT $1, to_timestamp(at / 1000.0), kind, severity::"Severity", node, vmid, guest, storage, message, details
     FROM unnest($2::float8[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::text[], $9::text[], $10::jsonb[])
       AS t (at, kind, severity, node, vmid, guest, storage, message, details)`,
    [
      clusterId,
      events.map(({ atMs }) => atMs),
      events.map(({ kind }) => kind),
      events.map(({ severity }) => severity),
      events.map(({ node }) => node),
      events.map(({ vmid }) => vmid),
      events.map(({ guestObjectId }) => guestObjectId),
      events.map(({ storage }) => storage),
      events.map(({ message }) => message.replaceAll("\u0000", "")),
      events.map(({ details }) => JSON.stringify(details).replaceAll("\\u0000", "")),
    ],
  );
  for (const { kind, severity, message } of events)
    childLog("events")[severity === "info" ? "info" : "warn"]({ clusterId, kind }, message);
}
