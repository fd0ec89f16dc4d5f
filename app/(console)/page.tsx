import { OverviewPage } from "@/components/overview/overview-page";
import { InitialGuests } from "@/components/shell/initial-guests";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readEvents } from "@/lib/server/collection/read-events";
import { readBusiestGuests } from "@/lib/server/live/read-busiest-guests";
import { readStorageObjects } from "@/lib/server/live/read-storage-objects";
import { readSettings } from "@/lib/server/settings/read-settings";

export default async function Page() {
  const viewer = await requireViewer();
  const [guests, { rows }, storageObjects, settings] = await Promise.all([
    readBusiestGuests(viewer),
    readEvents(viewer, { limit: 60 }),
    readStorageObjects(viewer),
    readSettings(null),
  ]);
  return (
    <InitialGuests guests={guests}>
      <OverviewPage
        initialEvents={rows}
        storageObjects={storageObjects}
        halfPoints={Number(settings["scoring.suitability.halfPoints"])}
      />
    </InitialGuests>
  );
}
