import Link from "next/link";
import { Panel } from "@/components/values/panel";
import type { GuestRow } from "@/lib/api/guests";
import type { NodeRow } from "@/lib/api/nodes";
import { guestAddress, nodeAddress, withScope } from "@/lib/client/addresses";
import { formatFraction } from "@/lib/client/format/format-percent";
import { guestKey } from "@/lib/client/guests/group-guests";
import type { CellLook } from "@/lib/client/map/map-cells";
import type { MapView } from "@/lib/client/map/map-views";

interface MapTableProps {
  view: MapView;
  nodes: readonly NodeRow[];
  guests: readonly GuestRow[];
  looks: ReadonlyMap<string, CellLook>;
  targets: ReadonlyMap<string, string>;
  scope: string | null;
}

/** The map in words: each node with its guests, the largest first. */
export function MapTable({ view, nodes, guests, looks, targets, scope }: MapTableProps) {
  return (
    <div className="grid items-start gap-3 md:grid-cols-2 xl:grid-cols-3">
      {nodes.map((node) => (
        <Panel key={node.name} title={node.name} bodyClassName="max-h-96 overflow-y-auto p-0">
          <table className="w-full text-sm" aria-label={`Guests on ${node.name}`}>
            <thead className="sr-only">
              <tr>
                <th scope="col">Guest</th>
                <th scope="col">{view.title}</th>
                <th scope="col">Share</th>
              </tr>
            </thead>
            <tbody>
              {guestsOf(node, guests, view).map((guest) => (
                <tr key={guest.vmid} className="border-line border-b last:border-b-0">
                  <td className="w-full max-w-0 truncate px-3 py-1">
                    <Link
                      className="hover:underline"
                      href={withScope(guestAddress(guest.clusterId, guest.vmid), scope)}
                    >
                      {guest.name ?? guest.vmid}
                    </Link>
                    {targets.has(guestKey(guest)) ? (
                      <span className="text-accent"> → {targets.get(guestKey(guest))}</span>
                    ) : null}
                  </td>
                  <td className="figure whitespace-nowrap px-2 text-right">{sizeText(guest, view)}</td>
                  <td className="figure whitespace-nowrap pr-3 text-right text-muted">
                    {view.strengthOf ? formatFraction(looks.get(guestKey(guest))?.strength) : ""}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="px-3 py-2 text-sm">
            <Link
              className="text-accent hover:underline"
              href={withScope(nodeAddress(node.clusterId, node.name), scope)}
            >
              All about {node.name}
            </Link>
          </p>
        </Panel>
      ))}
    </div>
  );
}

function sizeText(guest: GuestRow, view: MapView): string {
  if (guest.status !== "running") return guest.status;
  const size = view.sizeOf(guest);
  return size === null ? "–" : view.format(size);
}

function guestsOf(node: NodeRow, guests: readonly GuestRow[], view: MapView): readonly GuestRow[] {
  return guests
    .filter((guest) => guest.node === node.name)
    .toSorted((one, other) => (view.sizeOf(other) ?? 0) - (view.sizeOf(one) ?? 0) || one.vmid - other.vmid);
}
