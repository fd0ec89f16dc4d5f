import type { Metadata } from "next";
import { MapPage } from "@/components/map/map-page";
import { InitialGuests } from "@/components/shell/initial-guests";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readGuestRows } from "@/lib/server/live/read-guest-rows";

export const metadata: Metadata = { title: "Map" };

export default async function Page() {
  const viewer = await requireViewer();
  const guests = await readGuestRows(viewer);
  return (
    <InitialGuests guests={guests}>
      <MapPage />
    </InitialGuests>
  );
}
