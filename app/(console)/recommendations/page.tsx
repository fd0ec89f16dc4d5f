import type { Metadata } from "next";
import { RecommendationsPage } from "@/components/recommendations/recommendations-page";
import { InitialPackedGuests } from "@/components/shell/initial-guests";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readPackedGuests } from "@/lib/server/live/read-packed-guests";

export const metadata: Metadata = { title: "Recommendations" };

export default async function Page() {
  const viewer = await requireViewer();
  return (
    <InitialPackedGuests packed={await readPackedGuests(viewer)}>
      <RecommendationsPage />
    </InitialPackedGuests>
  );
}
