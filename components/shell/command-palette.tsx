"use client";

import { Command } from "cmdk";
import {
  Box,
  CirclePause,
  CirclePlay,
  type LucideIcon,
  Plug,
  Power,
  ScrollText,
  Server,
  Settings,
  UserRound,
} from "lucide-react";
import type { Route } from "next";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { POWER_ACTIONS } from "@/lib/api/power";
import { SETTING_SECTIONS } from "@/lib/api/setting-sections";
import { guestAddress, nodeAddress, settingsAddress, withScope } from "@/lib/client/addresses";
import { useEngineControl } from "@/lib/client/engine/engine-control";
import { engineSummary } from "@/lib/client/engine/engine-summary";
import { useEngine } from "@/lib/client/engine/use-engine";
import { POWER_WORDS, powerActions } from "@/lib/client/power/power-words";
import { searchPlaces } from "@/lib/client/search-places";
import { useGuests, useNodes } from "@/lib/client/state/initial-rows";
import { useScope } from "@/lib/client/state/use-scope";
import { NAVIGATION } from "./navigation";
import { PaletteEntry, PaletteGroup } from "./palette-entry";
import { PaletteObjects } from "./palette-objects";

interface CommandPaletteProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/** Ctrl-K: goes to any page, setting or thing by a few letters. */
export function CommandPalette({ open, onOpenChange }: CommandPaletteProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <DialogContent title="Go to" hideHeading className="top-[12vh] max-w-xl">
        <PaletteBody onDone={() => onOpenChange(false)} />
      </DialogContent>
    </Dialog>
  );
}

function PaletteBody({ onDone }: { onDone: () => void }) {
  const router = useRouter();
  const { text: scope } = useScope();
  const nodes = useNodes();
  const guests = useGuests();
  const [query, setQuery] = useState("");

  const places = useMemo(() => pagePlaces(), []);
  const found = useMemo(
    () => ({
      pages: searchPlaces(places, query, 8),
      nodes: query
        ? searchPlaces(
            nodes.map((node) => ({ node, words: [node.name] })),
            query,
            6,
          )
        : [],
      guests: query
        ? searchPlaces(
            guests.map((guest) => ({ guest, words: [guest.name ?? "", String(guest.vmid)] })),
            query,
            8,
          )
        : [],
    }),
    [places, nodes, guests, query],
  );
  const go = (href: Route) => {
    onDone();
    router.push(withScope(href, scope));
  };

  return (
    <Command shouldFilter={false} loop label="Go to" className="flex min-h-0 flex-col">
      <Command.Input
        value={query}
        onValueChange={setQuery}
        placeholder="Page, node, guest, rule, job, setting…"
        className="h-12 w-full border-line border-b bg-transparent px-4 text-lg outline-none placeholder:text-faint"
      />
      <Command.List className="max-h-[56vh] overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-8 text-center text-muted">Nothing is called that.</Command.Empty>
        <EngineActions query={query} onDone={onDone} />
        <GuestActions query={query} onGo={go} />
        <PaletteGroup title="Pages and settings" shown={found.pages.length > 0}>
          {found.pages.map(({ href, title, hint, Icon }) => (
            <PaletteEntry
              key={href + title}
              value={href + title}
              Icon={Icon}
              title={title}
              hint={hint}
              onSelect={() => go(href)}
            />
          ))}
        </PaletteGroup>
        <PaletteGroup title="Nodes" shown={found.nodes.length > 0}>
          {found.nodes.map(({ node }) => (
            <PaletteEntry
              key={`${node.clusterId}:${node.name}`}
              value={`node:${node.clusterId}:${node.name}`}
              Icon={Server}
              title={node.name}
              hint={node.status}
              onSelect={() => go(nodeAddress(node.clusterId, node.name))}
            />
          ))}
        </PaletteGroup>
        <PaletteGroup title="Guests" shown={found.guests.length > 0}>
          {found.guests.map(({ guest }) => (
            <PaletteEntry
              key={`${guest.clusterId}:${guest.vmid}`}
              value={`guest:${guest.clusterId}:${guest.vmid}`}
              Icon={Box}
              title={`${guest.vmid} ${guest.name ?? "unnamed"}`}
              hint={`on ${guest.node}`}
              onSelect={() => go(guestAddress(guest.clusterId, guest.vmid))}
            />
          ))}
        </PaletteGroup>
        <PaletteObjects query={query} onGo={go} />
      </Command.List>
    </Command>
  );
}

/** What can be done from anywhere. */
function EngineActions({ query, onDone }: { query: string; onDone: () => void }) {
  const { state } = useEngine();
  const { has } = useScope();
  const { askPause, askResume } = useEngineControl();
  const pauses = state ? engineSummary(state, has).pauses : [];
  const resumes = pauses.map(({ clusterId, clusterName }) => ({
    title: clusterId === null ? "Resume everything" : `Resume ${clusterName ?? "a cluster"}`,
    Icon: CirclePlay,
    run: () => askResume(clusterId),
  }));
  const everything = pauses.some(({ clusterId }) => clusterId === null);
  const pause = { title: "Pause everything", Icon: CirclePause, run: () => askPause(null) };
  const actions = [...resumes, ...(everything ? [] : [pause])];
  const found = searchPlaces(
    actions.map((action) => ({ ...action, words: [action.title, "engine"] })),
    query,
    4,
  );
  return (
    <PaletteGroup title="Actions" shown={query !== "" && found.length > 0}>
      {found.map(({ title, Icon, run }) => (
        <PaletteEntry
          key={title}
          value={`action:${title}`}
          Icon={Icon}
          title={title}
          hint="Automation"
          onSelect={() => {
            onDone();
            run();
          }}
        />
      ))}
    </PaletteGroup>
  );
}

/** `stop web-01`: opens the guest with the question what that means. */
function GuestActions({ query, onGo }: { query: string; onGo: (href: Route) => void }) {
  const guests = useGuests();
  const wanted = POWER_ACTIONS.filter((action) =>
    query.toLowerCase().startsWith(`${POWER_WORDS[action].title.toLowerCase()} `),
  );
  const name = query.slice(POWER_WORDS[wanted[0] ?? "start"].title.length);
  const found = wanted.flatMap((action) =>
    searchPlaces(
      guests
        .filter((guest) => !guest.template && powerActions(guest).includes(action))
        .map((guest) => ({ action, guest, words: [guest.name ?? "", String(guest.vmid)] })),
      name,
      6,
    ),
  );
  return (
    <PaletteGroup title="Guests: power" shown={found.length > 0}>
      {found.map(({ action, guest }) => (
        <PaletteEntry
          key={`${action}:${guest.clusterId}:${guest.vmid}`}
          value={`power:${action}:${guest.clusterId}:${guest.vmid}`}
          Icon={Power}
          title={`${POWER_WORDS[action].title} ${guest.name ?? guest.vmid}`}
          hint={`${guest.vmid} on ${guest.node}`}
          onSelect={() => onGo(`${guestAddress(guest.clusterId, guest.vmid)}?power=${action}` as Route)}
        />
      ))}
    </PaletteGroup>
  );
}

interface Place {
  readonly href: Route;
  readonly title: string;
  readonly hint: string;
  readonly Icon: LucideIcon;
  readonly words: readonly string[];
}

function pagePlaces(): readonly Place[] {
  const pages = NAVIGATION.map(({ href, title, Icon, key }) => ({
    href,
    title,
    Icon,
    hint: `g ${key}`,
    words: [title],
  }));
  const others = [
    {
      href: settingsAddress("connections"),
      title: "Connections",
      Icon: Plug,
      hint: "Settings",
      words: ["Connections"],
    },
    { href: settingsAddress("users"), title: "Users", Icon: UserRound, hint: "Settings", words: ["Users"] },
    {
      href: "/logs?view=tasks" as Route,
      title: "Tasks of Proxmox VE",
      Icon: ScrollText,
      hint: "Logs",
      words: ["Tasks of Proxmox VE log upid"],
    },
    {
      href: "/account" as Route,
      title: "Account",
      Icon: UserRound,
      hint: "",
      words: ["Account password sessions"],
    },
  ];
  const settings = SETTING_SECTIONS.flatMap((section) =>
    section.settings.map((setting) => ({
      href: settingsAddress(section.id),
      title: setting.title,
      Icon: Settings,
      hint: section.title,
      words: [setting.title, setting.key, section.title],
    })),
  );
  return [...pages, ...others, ...settings];
}
