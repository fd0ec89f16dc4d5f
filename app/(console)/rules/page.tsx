import type { Metadata } from "next";
import { RulesPage } from "@/components/rules/rules-page";
import { InitialPackedGuests } from "@/components/shell/initial-guests";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readPackedGuests } from "@/lib/server/live/read-packed-guests";

export const metadata: Metadata = { title: "Rules" };

export default async function Page() {
  const viewer = await requireViewer();
  return (
    <InitialPackedGuests packed={await readPackedGuests(viewer)}>
      <RulesPage />
    </InitialPackedGuests>
  );
}
