"use client";

import { Maximize, Minus, Network, Plus, Table } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { GuestSheet } from "@/components/guests/guest-sheet";
import { ClusterChooser } from "@/components/recommendations/cluster-chooser";
import { Button } from "@/components/ui/button";
import { ViewSwitch } from "@/components/ui/view-switch";
import { PageHeading } from "@/components/values/page-heading";
import { EmptyState } from "@/components/values/states";
import type { ClusterRow } from "@/lib/api/clusters";
import { countOf } from "@/lib/client/format/format-count";
import { guestKey } from "@/lib/client/guests/group-guests";
import { blockLooks } from "@/lib/client/map/block-looks";
import { layoutMap } from "@/lib/client/map/layout-map";
import { mapArrows } from "@/lib/client/map/map-arrows";
import { type MapCamera, WHOLE_MAP, zoomAt } from "@/lib/client/map/map-camera";
import { type CellLook, cellLooks } from "@/lib/client/map/map-cells";
import { MAP_VIEWS, mapViewOf } from "@/lib/client/map/map-views";
import { useHeldSizes } from "@/lib/client/map/use-held-sizes";
import { useMapPlan } from "@/lib/client/map/use-map-plan";
import { useMapped } from "@/lib/client/map/use-mapped";
import { useChosenCluster } from "@/lib/client/recommendations/use-chosen-cluster";
import { useGuests, useNodes } from "@/lib/client/state/initial-rows";
import { useScope } from "@/lib/client/state/use-scope";
import { useSearchState } from "@/lib/client/state/use-search-state";
import { MapCanvas, type MapPlace } from "./map-canvas";
import { GuestMapCard, NodeMapCard } from "./map-card";
import { MapLegend } from "./map-legend";
import { MapTable } from "./map-table";

/** A whole cluster at a glance: a block for each node, a cell for each guest. */
export function MapPage() {
  const { clusters, chosen, choose } = useChosenCluster();
  if (!chosen) {
    return (
      <div className="panel">
        <EmptyState Icon={Network} title="No cluster yet">
          The map appears with the first reading of a cluster.
        </EmptyState>
      </div>
    );
  }
  return (
    <>
      {clusters.length > 1 ? (
        <div className="mb-3">
          <ClusterChooser clusters={clusters} chosenId={chosen.id} onChoose={choose} />
        </div>
      ) : null}
      <ClusterMap key={chosen.id} cluster={chosen} />
    </>
  );
}

function ClusterMap({ cluster }: { cluster: ClusterRow }) {
  const [parameters, change] = useSearchState();
  const { text: scope } = useScope();
  const view = mapViewOf(parameters.get("view"));
  const asTable = parameters.get("as") === "table";
  const wantsPlan = parameters.get("plan") === "1";
  const allNodes = useNodes();
  const allGuests = useGuests();
  const nodes = useMemo(
    () => allNodes.filter(({ clusterId }) => clusterId === cluster.id),
    [allNodes, cluster.id],
  );
  const guests = useMemo(
    () => allGuests.filter(({ clusterId, template }) => clusterId === cluster.id && !template),
    [allGuests, cluster.id],
  );
  const { plan, maintenance } = useMapPlan(cluster.id);
  const shownPlan = wantsPlan ? plan : null;
  const lastLooks = useRef<ReadonlyMap<string, CellLook>>(undefined);
  const looks = useMemo(() => cellLooks(guests, view, lastLooks.current), [guests, view]);
  lastLooks.current = looks;
  const targets = useMemo(
    () => new Map((shownPlan?.moves ?? []).map(({ vmid, to }) => [`${cluster.id}:${vmid}`, to])),
    [shownPlan, cluster.id],
  );
  const opened = guests.find((guest) => guestKey(guest) === parameters.get("guest")) ?? null;

  return (
    <>
      <PageHeading
        title="Map"
        description={`${cluster.name}: ${countOf(nodes.length, "node")}, ${countOf(guests.length, "guest")}`}
        actions={
          <>
            <ViewSwitch
              label="What the map shows"
              value={view.key}
              options={MAP_VIEWS.map(({ key, title }) => ({ value: key, title }))}
              onChange={(key) => change({ view: key === "cpu" ? null : key })}
            />
            <Button
              aria-pressed={wantsPlan}
              disabled={!plan || plan.moves.length === 0}
              title={plan && plan.moves.length > 0 ? undefined : "Nothing is advised"}
              onClick={() => change({ plan: wantsPlan ? null : "1" })}
            >
              Show plan
            </Button>
            <Button aria-pressed={asTable} onClick={() => change({ as: asTable ? null : "table" })}>
              <Table /> As a table
            </Button>
          </>
        }
      />
      {asTable ? (
        <MapTable view={view} nodes={nodes} guests={guests} looks={looks} targets={targets} scope={scope} />
      ) : (
        <DrawnMap
          {...{ cluster, nodes, guests, view, looks, maintenance }}
          plan={shownPlan}
          onOpen={(key) => change({ guest: key }, "push")}
        />
      )}
      <GuestSheet
        openKey={parameters.get("guest")}
        guest={opened}
        clusterName={cluster.name}
        onClose={() => change({ guest: null, range: null, from: null, to: null })}
      />
    </>
  );
}

type DrawnMapProps = Omit<Parameters<typeof MapTable>[0], "targets" | "scope"> & {
  cluster: ClusterRow;
  maintenance: ReadonlySet<string>;
  plan: ReturnType<typeof useMapPlan>["plan"];
  onOpen: (guestKey: string) => void;
};

function DrawnMap({ cluster, nodes, guests, view, looks, maintenance, plan, onOpen }: DrawnMapProps) {
  const frame = useRef<HTMLDivElement>(null);
  const screen = useScreen(frame);
  const [camera, setCamera] = useState<MapCamera>(WHOLE_MAP);
  const [place, setPlace] = useState<MapPlace | null>(null);
  const sizes = useHeldSizes(guests, view);
  const mapped = useMapped(nodes, guests, { view, sizes });
  const layout = useMemo(() => layoutMap(mapped, screen), [mapped, screen]);
  const blocks = useMemo(
    () => blockLooks(nodes, { view, guests, maintenance, plan }),
    [nodes, view, guests, maintenance, plan],
  );
  const arrows = useMemo(
    () =>
      mapArrows(
        layout,
        (plan?.moves ?? []).map(({ vmid, to, name }) => ({
          key: `${cluster.id}:${vmid}`,
          to,
          label: name ?? String(vmid),
        })),
      ),
    [layout, plan, cluster.id],
  );
  const picture = useMemo(
    () => ({ layout, camera, blocks, cells: looks, arrows }),
    [layout, camera, blocks, looks, arrows],
  );
  const changeCamera = useCallback((next: (camera: MapCamera) => MapCamera) => setCamera(next), []);
  const zoom = (factor: number) =>
    setCamera((before) => zoomAt(before, factor, { x: layout.width / 2, y: layout.height / 2 }, layout));
  const guest = place?.guest ? (guests.find((row) => guestKey(row) === place.guest) ?? null) : null;
  const node = place ? (nodes.find(({ name }) => name === place.node) ?? null) : null;

  return (
    <div ref={frame} className="relative">
      {layout.blocks.length > 0 ? (
        <MapCanvas
          label={`Map of ${cluster.name} by ${view.title}. Arrow keys walk from guest to guest, Enter opens one, plus and minus zoom.`}
          hue={view.hue}
          picture={picture}
          onCamera={changeCamera}
          onPlace={setPlace}
          onOpen={onOpen}
        />
      ) : (
        <div style={{ height: screen.height }} />
      )}
      {place && node ? (
        <div
          role="status"
          className="pointer-events-none absolute z-20 w-72 rounded-md border border-line-strong bg-raised px-3 py-2 shadow-menu"
          style={{
            left: Math.max(0, Math.min(place.x + 14, layout.width - 296)),
            top: place.y > layout.height - 200 ? undefined : place.y + 14,
            bottom: place.y > layout.height - 200 ? layout.height - place.y + 44 : undefined,
          }}
        >
          {guest ? (
            <GuestMapCard
              guest={guest}
              target={plan?.moves.find(({ vmid }) => vmid === guest.vmid)?.to ?? null}
            />
          ) : (
            <NodeMapCard node={node} />
          )}
        </div>
      ) : null}
      <div className="mt-2 flex items-start gap-4">
        <MapLegend view={view} plan={plan !== null} />
        <div className="ml-auto flex shrink-0 gap-1 print:hidden">
          <Button size="icon" aria-label="Zoom in" onClick={() => zoom(1.5)}>
            <Plus />
          </Button>
          <Button
            size="icon"
            aria-label="Zoom out"
            disabled={camera.scale === 1}
            onClick={() => zoom(1 / 1.5)}
          >
            <Minus />
          </Button>
          {camera.scale > 1 ? (
            <Button size="icon" aria-label="Show all of it" onClick={() => setCamera(WHOLE_MAP)}>
              <Maximize />
            </Button>
          ) : null}
        </div>
      </div>
    </div>
  );
}

const BELOW = 150;
const LEAST_HEIGHT = 360;

/** The room that a page has for the map. */
function useScreen(frame: React.RefObject<HTMLDivElement | null>) {
  const [screen, setScreen] = useState({ width: 0, height: LEAST_HEIGHT });
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const width = element.clientWidth;
      const height = Math.max(LEAST_HEIGHT, window.innerHeight - BELOW - 60);
      setScreen((before) =>
        before.width === width && before.height === height ? before : { width, height },
      );
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame]);
  return screen;
}
