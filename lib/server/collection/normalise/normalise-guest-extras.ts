import "server-only";
import ipaddr from "ipaddr.js";
import type { GuestSnapshot } from "@/lib/inventory/cluster-extras";
import { type FieldReader, isRow, readRows } from "./field-reader";
import type { Problems } from "./problems";

const MOST_ADDRESSES = 16;

/** Snapshots out of `…/snapshot`, oldest first; the row of the present state is left out. */
export function normaliseGuestSnapshots(rows: readonly FieldReader[]): readonly GuestSnapshot[] {
  return rows
    .flatMap((row) => {
      const name = row.text("name");
      if (name === null || name === "current") return [];
      return [{ name, atMs: row.time("snaptime"), withMemory: row.flag("vmstate") }];
    })
    .sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0) || (a.name < b.name ? -1 : 1));
}

/** Addresses out of the guest agent's interfaces, or a container's; loopback and link-local ones say nothing. */
export function normaliseAddresses(answer: unknown, path: string, problems: Problems): readonly string[] {
  const list = isRow(answer) ? answer.result : answer;
  const found = readRows(list, path, problems).flatMap((row) => {
    const nested = row.row["ip-addresses"];
    const listed = Array.isArray(nested)
      ? readRows(nested, `${row.path}.ip-addresses`, problems).map((address) => address.text("ip-address"))
      : [row.text("inet"), row.text("inet6")];
    return listed.flatMap((address) => address?.split(/[/%]/)[0] ?? []);
  });
  return [...new Set(found)].filter(isOfUse).slice(0, MOST_ADDRESSES);
}

function isOfUse(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  return !["loopback", "linkLocal", "unspecified"].includes(ipaddr.process(address).range());
}
