import {
  Bot,
  Box,
  CalendarClock,
  Gauge,
  History,
  LayoutDashboard,
  type LucideIcon,
  Map as MapIcon,
  MoveRight,
  Network,
  Presentation,
  Scale,
  ScrollText,
  Server,
  Settings,
  Waypoints,
  Wrench,
} from "lucide-react";
import type { Route } from "next";

/** The headings of the sidebar, in their order; one without a place is not shown. */
export const NAVIGATION_GROUPS = ["See", "Act", "Watch", "Run"] as const;

export interface NavigationItem {
  readonly href: Route;
  readonly title: string;
  readonly group: (typeof NAVIGATION_GROUPS)[number];
  readonly Icon: LucideIcon;
  /** Pressed after `g`. */
  readonly key: string;
}

/** Every place of the console; nothing is listed that does not exist. */
export const NAVIGATION: readonly NavigationItem[] = [
  { href: "/", title: "Overview", group: "See", Icon: LayoutDashboard, key: "o" },
  { href: "/map", title: "Map", group: "See", Icon: MapIcon, key: "m" },
  { href: "/nodes", title: "Nodes", group: "See", Icon: Server, key: "n" },
  { href: "/guests", title: "Guests", group: "See", Icon: Box, key: "g" },
  { href: "/timeline", title: "Timeline", group: "See", Icon: History, key: "t" },
  { href: "/clusters", title: "Clusters", group: "See", Icon: Network, key: "c" },
  { href: "/wall", title: "Wall board", group: "See", Icon: Presentation, key: "w" },
  { href: "/recommendations", title: "Recommendations", group: "Act", Icon: Scale, key: "r" },
  { href: "/migrations", title: "Migrations", group: "Act", Icon: MoveRight, key: "i" },
  { href: "/automation", title: "Automation", group: "Act", Icon: Bot, key: "a" },
  { href: "/maintenance", title: "Maintenance", group: "Act", Icon: Wrench, key: "e" },
  { href: "/rules", title: "Rules", group: "Act", Icon: Waypoints, key: "u" },
  { href: "/jobs", title: "Jobs", group: "Run", Icon: CalendarClock, key: "j" },
  { href: "/logs", title: "Logs", group: "Run", Icon: ScrollText, key: "l" },
  { href: "/performance", title: "Performance", group: "Run", Icon: Gauge, key: "p" },
  { href: "/settings", title: "Settings", group: "Run", Icon: Settings, key: "s" },
];

/** Whether a place is the one shown, or the one above it. */
export function isCurrent(href: string, pathname: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}
