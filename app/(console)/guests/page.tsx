import type { Metadata } from "next";
import { GuestsPage } from "@/components/guests/guests-page";
import { InitialGuests } from "@/components/shell/initial-guests";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readGuestRows } from "@/lib/server/live/read-guest-rows";

export const metadata: Metadata = { title: "Guests" };

export default async function Page() {
  const viewer = await requireViewer();
  const guests = await readGuestRows(viewer);
  return (
    <InitialGuests guests={guests}>
      <GuestsPage />
    </InitialGuests>
  );
}
