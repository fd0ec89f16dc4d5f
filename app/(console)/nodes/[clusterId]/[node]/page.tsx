import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { NodePage } from "@/components/nodes/node-page";
import { InitialGuests } from "@/components/shell/initial-guests";
import { nodeParams } from "@/lib/api/nodes";
import { chartSpanOfParameters, spanQuery } from "@/lib/client/format/chart-span";
import { NODE_CHART_METRICS } from "@/lib/client/format/node-chart-metrics";
import { requireViewer } from "@/lib/server/auth/require-viewer";
import { readEvents } from "@/lib/server/collection/read-events";
import { readGuestRows } from "@/lib/server/live/read-guest-rows";
import { readNodeDetail } from "@/lib/server/live/read-node-detail";
import { readSeries } from "@/lib/server/metrics/read-series";
import { orNotFound } from "@/lib/server/pages/or-not-found";

interface NodePageProps {
  params: Promise<{ clusterId: string; node: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: NodePageProps): Promise<Metadata> {
  return { title: decodeURIComponent((await params).node) };
}

export default async function Page({ params, searchParams }: NodePageProps) {
  const viewer = await requireViewer();
  const { clusterId, node } = await params;
  const known = nodeParams.safeParse({ clusterId, node: decodeURIComponent(node) });
  if (!known.success) notFound();

  const name = known.data.node;
  const span = chartSpanOfParameters(await searchParams);
  const detail = await orNotFound(readNodeDetail(viewer, clusterId, name));
  const [series, events, guests] = await Promise.all([
    readSeries(viewer, {
      kind: "node",
      objects: [detail.row.objectId],
      metrics: [...NODE_CHART_METRICS],
      ...spanQuery(span),
      points: 400,
    }),
    readEvents(viewer, { cluster: clusterId, node: name, limit: 100 }),
    readGuestRows(viewer, clusterId),
  ]);
  return (
    <InitialGuests guests={guests.filter((guest) => guest.node === name)}>
      <NodePage
        key={`${clusterId}:${name}`}
        initial={detail}
        initialSpan={span.key}
        initialSeries={series}
        initialEvents={events.rows}
      />
    </InitialGuests>
  );
}
