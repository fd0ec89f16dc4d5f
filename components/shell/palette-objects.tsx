"use client";

import {
  CalendarClock,
  HardDrive,
  type LucideIcon,
  MoveRight,
  Network,
  Scale,
  UserRound,
  Waypoints,
  Wrench,
} from "lucide-react";
import type { Route } from "next";
import { z } from "zod";
import { clusterDetail } from "@/lib/api/cluster-detail";
import type { ClusterRow } from "@/lib/api/clusters";
import { jobFunctionRow } from "@/lib/api/jobs";
import { maintenanceOverview } from "@/lib/api/maintenance";
import { moveRow } from "@/lib/api/moves";
import { effectiveRules, ruleRow } from "@/lib/api/rules";
import { userRow } from "@/lib/api/users";
import {
  adviceAddress,
  clusterAddress,
  maintenanceAddress,
  moveAddress,
  settingsAddress,
} from "@/lib/client/addresses";
import { MAINTENANCE_ADDRESS } from "@/lib/client/http/acting-addresses";
import {
  clusterDetailAddress,
  effectiveRulesAddress,
  JOB_FUNCTIONS_ADDRESS,
  movesAddress,
  rulesAddress,
  usersAddress,
} from "@/lib/client/http/api-addresses";
import { useApi } from "@/lib/client/http/use-api";
import { searchPlaces } from "@/lib/client/search-places";
import { useClusters } from "@/lib/client/state/initial-rows";
import { useSettled } from "@/lib/client/state/use-settled";
import { useViewer } from "@/lib/client/state/viewer-context";
import { PaletteEntry, PaletteGroup } from "./palette-entry";

const jobFunctions = z.array(jobFunctionRow);
const moves = z.array(moveRow);
const rules = z.array(ruleRow);
const users = z.array(userRow);

/** Read once while the palette is open; pages keep what they show fresh themselves. */
const ONCE = { revalidateOnFocus: false, revalidateIfStale: true } as const;

interface Found {
  readonly key: string;
  readonly href: Route;
  readonly title: string;
  readonly hint: string;
  readonly words: readonly string[];
}

interface ObjectsProps {
  query: string;
  onGo: (href: Route) => void;
}

/** What a query finds beside pages, nodes and guests: clusters and their advice, rules, storages, moves, maintenances, jobs, users. */
export function PaletteObjects({ query, onGo }: ObjectsProps) {
  const { viewer } = useViewer();
  const clusters = useClusters();
  if (query.trim() === "") return null;
  const words = clusters.map((cluster) => ({ cluster, words: [cluster.name] }));
  return (
    <>
      <Entries title="Clusters" Icon={Network} query={query} onGo={onGo} found={words.map(clusterPlace)} />
      <Entries title="Advice" Icon={Scale} query={query} onGo={onGo} found={words.map(advicePlace)} />
      {clusters.map((cluster) => (
        <ClusterObjects key={cluster.id} cluster={cluster} query={query} onGo={onGo} />
      ))}
      <Moves query={query} onGo={onGo} />
      <Maintenances query={query} onGo={onGo} />
      <Jobs query={query} onGo={onGo} />
      {viewer.role === "admin" ? <Users query={query} onGo={onGo} /> : null}
    </>
  );
}

const clusterPlace = ({ cluster }: { cluster: ClusterRow }): Found => ({
  key: `cluster:${cluster.id}`,
  href: clusterAddress(cluster.id),
  title: cluster.name,
  hint: "Cluster",
  words: [cluster.name],
});

const advicePlace = ({ cluster }: { cluster: ClusterRow }): Found => ({
  key: `advice:${cluster.id}`,
  href: adviceAddress(cluster.id),
  title: `Advice for ${cluster.name}`,
  hint: "Recommendations",
  words: [`Advice for ${cluster.name}`, "plan recommendations"],
});

/** Rules and storages of one cluster. */
function ClusterObjects({ cluster, query, onGo }: ObjectsProps & { cluster: ClusterRow }) {
  const made = useApi(rulesAddress(cluster.id), rules, ONCE).data?.data ?? [];
  const heeded = useApi(effectiveRulesAddress(cluster.id), effectiveRules, ONCE).data?.data.rules ?? [];
  const storages = useApi(clusterDetailAddress(cluster.id), clusterDetail, ONCE).data?.data.storages ?? [];
  const names = new Set([...made.map(({ name }) => name), ...heeded.map(({ id }) => id)]);
  const places = [...names].map((name) => ({
    key: `rule:${cluster.id}:${name}`,
    href: `/rules?of=${cluster.id}` as Route,
    title: name,
    hint: `Rule of ${cluster.name}`,
    words: [name],
  }));
  const stores = storages.map(({ objectId, name, node, type }) => ({
    key: `storage:${objectId}`,
    href: clusterAddress(cluster.id),
    title: name,
    hint: node ? `on ${node}` : `of ${cluster.name}`,
    words: [name, node ?? "shared", `storage ${type ?? ""}`],
  }));
  return (
    <>
      <Entries title={`Rules of ${cluster.name}`} Icon={Waypoints} query={query} onGo={onGo} found={places} />
      <Entries
        title={`Storages of ${cluster.name}`}
        Icon={HardDrive}
        query={query}
        onGo={onGo}
        found={stores}
      />
    </>
  );
}

/** Searched by the server: there may be very many. */
function Moves({ query, onGo }: ObjectsProps) {
  const text = useSettled(query.trim()).slice(0, 100);
  const { data } = useApi(text ? movesAddress({ text, limit: "5" }) : null, moves, {
    ...ONCE,
    keepPreviousData: false,
  });
  const rows = data?.data ?? [];
  return (
    <PaletteGroup title="Moves" shown={rows.length > 0}>
      {rows.map(({ id, vmid, guestName, from, to, state }) => (
        <PaletteEntry
          key={id}
          value={`move:${id}`}
          Icon={MoveRight}
          title={`${guestName ?? vmid}: ${from} → ${to}`}
          hint={`Move, ${state}`}
          onSelect={() => onGo(moveAddress(id))}
        />
      ))}
    </PaletteGroup>
  );
}

function Maintenances({ query, onGo }: ObjectsProps) {
  const overview = useApi(MAINTENANCE_ADDRESS, maintenanceOverview, ONCE).data?.data;
  const found = [...(overview?.active ?? []), ...(overview?.open ?? [])].map(
    ({ id, node, clusterName, reason }) => ({
      key: `maintenance:${id}`,
      href: maintenanceAddress(id),
      title: `Maintenance of ${node}`,
      hint: clusterName,
      words: [`Maintenance of ${node}`, reason],
    }),
  );
  return <Entries title="Maintenance" Icon={Wrench} query={query} onGo={onGo} found={found} />;
}

function Jobs({ query, onGo }: ObjectsProps) {
  const rows = useApi(JOB_FUNCTIONS_ADDRESS, jobFunctions, ONCE).data?.data ?? [];
  const found = rows.map(({ id, name }) => ({
    key: `job:${id}`,
    href: `/jobs?job=${encodeURIComponent(id)}` as Route,
    title: name,
    hint: "Job",
    words: [name, id],
  }));
  return <Entries title="Jobs" Icon={CalendarClock} query={query} onGo={onGo} found={found} />;
}

function Users({ query, onGo }: ObjectsProps) {
  const rows = useApi(usersAddress(null), users, ONCE).data?.data ?? [];
  const found = rows.map(({ id, username, name, role }) => ({
    key: `user:${id}`,
    href: settingsAddress("users"),
    title: name,
    hint: `${username}, ${role}`,
    words: [name, username],
  }));
  return <Entries title="Users" Icon={UserRound} query={query} onGo={onGo} found={found} />;
}

interface EntriesProps extends ObjectsProps {
  title: string;
  Icon: LucideIcon;
  found: readonly Found[];
}

function Entries({ title, Icon, query, found, onGo }: EntriesProps) {
  const shown = searchPlaces(found, query, 6);
  return (
    <PaletteGroup title={title} shown={shown.length > 0}>
      {shown.map((place) => (
        <PaletteEntry
          key={place.key}
          value={place.key}
          Icon={Icon}
          title={place.title}
          hint={place.hint}
          onSelect={() => onGo(place.href)}
        />
      ))}
    </PaletteGroup>
  );
}
