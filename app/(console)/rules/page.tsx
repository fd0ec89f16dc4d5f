import type { Metadata } from "next";
import { RulesPage } from "@/components/rules/rules-page";
import { InitialGuests } from "@/components/shell/initial-guests";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readGuestRows } from "@/lib/server/live/read-guest-rows";

export const metadata: Metadata = { title: "Rules" };

export default async function Page() {
  const viewer = await requireViewer();
  return (
    <InitialGuests guests={await readGuestRows(viewer)}>
      <RulesPage />
    </InitialGuests>
  );
}
