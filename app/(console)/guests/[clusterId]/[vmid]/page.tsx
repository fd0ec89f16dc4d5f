import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { GuestPage } from "@/components/guests/guest-page";
import { InitialGuests } from "@/components/shell/initial-guests";
import { guestParams } from "@/lib/api/guest-detail";
import { chartSpanOfParameters, spanQuery } from "@/lib/client/format/chart-span";
import { GUEST_CHART_METRICS, GUEST_CHART_POINTS } from "@/lib/client/format/guest-chart-metrics";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readEvents } from "@/lib/server/collection/read-events";
import { readGuestDetail } from "@/lib/server/live/read-guest-detail";
import { readSeries } from "@/lib/server/metrics/read-series";
import { orNotFound } from "@/lib/server/pages/or-not-found";

interface GuestPageProps {
  params: Promise<{ clusterId: string; vmid: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: GuestPageProps): Promise<Metadata> {
  return { title: `Guest ${(await params).vmid}` };
}

export default async function Page({ params, searchParams }: GuestPageProps) {
  const viewer = await requireViewer();
  const known = guestParams.safeParse(await params);
  if (!known.success) notFound();

  const { clusterId, vmid } = known.data;
  const span = chartSpanOfParameters(await searchParams);
  const detail = await orNotFound(readGuestDetail(viewer, clusterId, vmid));
  const [series, events] = await Promise.all([
    readSeries(viewer, {
      kind: "guest",
      objects: [detail.row.objectId],
      metrics: [...GUEST_CHART_METRICS],
      ...spanQuery(span),
      points: GUEST_CHART_POINTS,
    }),
    readEvents(viewer, { cluster: clusterId, vmid, limit: 100 }),
  ]);
  return (
    <InitialGuests guests={[detail.row]}>
      <GuestPage
        key={`${clusterId}:${vmid}`}
        initial={detail}
        initialSpan={span.key}
        initialSeries={series}
        initialEvents={events.rows}
      />
    </InitialGuests>
  );
}
