"use client";

import { Plug } from "lucide-react";
import Link from "next/link";
import { useMemo } from "react";
import { EventList } from "@/components/events/event-list";
import { Button } from "@/components/ui/button";
import { ScrollRegion } from "@/components/ui/scroll-region";
import { Panel } from "@/components/values/panel";
import { EmptyState } from "@/components/values/states";
import type { EventRow } from "@/lib/api/events";
import { settingsAddress, withScope } from "@/lib/client/addresses";
import { eventsAddress } from "@/lib/client/http/api-addresses";
import { answered } from "@/lib/client/http/reader";
import { useApi } from "@/lib/client/http/use-api";
import { overviewSentence } from "@/lib/client/overview/overview-sentence";
import { useClusters, useGuests, useNodes } from "@/lib/client/state/initial-rows";
import { useScope } from "@/lib/client/state/use-scope";
import { AdviceLinks } from "./advice-links";
import { BusiestGuests } from "./busiest-guests";
import { Figures } from "./figures";
import { Headline } from "./headline";
import { NodeRows } from "./node-rows";
import { WhatIsNext } from "./what-is-next";

interface OverviewPageProps {
  initialEvents: readonly EventRow[];
  storageObjects: readonly { readonly clusterId: string; readonly objectId: number }[];
  halfPoints: number;
}

const MOST_EVENTS = 12;

export function OverviewPage({ initialEvents, storageObjects, halfPoints }: OverviewPageProps) {
  const scope = useScope();
  const clusters = useClusters().filter(({ id }) => scope.has(id));
  const nodes = useInScope(useNodes());
  const guests = useInScope(useGuests());
  const { data } = useApi(eventsAddress({ limit: "60" }), answered<EventRow[]>(), {
    refreshInterval: 10_000,
    fallbackData: { data: [...initialEvents], meta: undefined },
  });
  const events = useInScope(data?.data ?? initialEvents);
  const newest = useMemo(() => events.slice(0, MOST_EVENTS), [events]);
  const sentence = overviewSentence(clusters, nodes);

  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 md:flex-nowrap">
        <Headline sentence={sentence} scope={scope.text} />
        <AdviceLinks clusters={clusters} scope={scope.text} />
      </div>
      {clusters.length === 0 ? (
        <div className="panel">
          <EmptyState
            Icon={Plug}
            title="Connect a cluster"
            action={
              <Button asChild variant="primary">
                <Link href={settingsAddress("connections")}>Open connections</Link>
              </Button>
            }
          >
            Its nodes, guests and scores appear here within seconds of the first reading.
          </EmptyState>
        </div>
      ) : (
        <>
          <Figures
            clusters={clusters}
            nodes={nodes}
            storageObjects={storageObjects}
            halfPoints={halfPoints}
          />
          <div className="grid items-stretch gap-3 xl:grid-cols-[minmax(0,1fr)_22rem]">
            <NodeRows nodes={nodes} scope={scope.text} />
            <div className="flex min-w-0 flex-col gap-3">
              <Panel
                title="What happened"
                aside={
                  <Link href={withScope("/timeline", scope.text)} className="text-accent hover:underline">
                    Timeline
                  </Link>
                }
                bodyClassName="flex min-h-0 grow flex-col p-0"
                className="grow"
              >
                <ScrollRegion
                  aria-label="What happened"
                  className="max-h-44 overflow-y-auto xl:h-0 xl:max-h-none xl:grow"
                >
                  <EventList events={newest} empty="Nothing has changed yet." />
                </ScrollRegion>
              </Panel>
              <WhatIsNext />
            </div>
          </div>
          <BusiestGuests guests={guests} scope={scope.text} />
        </>
      )}
    </div>
  );
}

/** Those of the chosen clusters; the same list until one of them changes. */
function useInScope<Row extends { readonly clusterId: string }>(rows: readonly Row[]): readonly Row[] {
  const { ids, has } = useScope();
  return useMemo(
    () => (ids === null ? rows : rows.filter(({ clusterId }) => has(clusterId))),
    [rows, ids, has],
  );
}
