import type { Metadata } from "next";
import { GuestsPage } from "@/components/guests/guests-page";
import { InitialPackedGuests } from "@/components/shell/initial-guests";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readPackedGuests } from "@/lib/server/live/read-packed-guests";

export const metadata: Metadata = { title: "Guests" };

export default async function Page() {
  const viewer = await requireViewer();
  const guests = await readPackedGuests(viewer);
  return (
    <InitialPackedGuests packed={guests}>
      <GuestsPage />
    </InitialPackedGuests>
  );
}
