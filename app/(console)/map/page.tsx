import type { Metadata } from "next";
import { MapPage } from "@/components/map/map-page";
import { InitialPackedGuests } from "@/components/shell/initial-guests";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readPackedGuests } from "@/lib/server/live/read-packed-guests";

export const metadata: Metadata = { title: "Map" };

export default async function Page() {
  const viewer = await requireViewer();
  const guests = await readPackedGuests(viewer);
  return (
    <InitialPackedGuests packed={guests}>
      <MapPage />
    </InitialPackedGuests>
  );
}
