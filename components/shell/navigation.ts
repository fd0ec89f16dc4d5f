import {
  Box,
  CalendarClock,
  History,
  LayoutDashboard,
  type LucideIcon,
  Server,
  Settings,
} from "lucide-react";
import type { Route } from "next";

export interface NavigationItem {
  readonly href: Route;
  readonly title: string;
  readonly group: "See" | "Run";
  readonly Icon: LucideIcon;
  /** Pressed after `g`. */
  readonly key: string;
}

/** Every place of the console; nothing is listed that does not exist. */
export const NAVIGATION: readonly NavigationItem[] = [
  { href: "/", title: "Overview", group: "See", Icon: LayoutDashboard, key: "o" },
  { href: "/nodes", title: "Nodes", group: "See", Icon: Server, key: "n" },
  { href: "/guests", title: "Guests", group: "See", Icon: Box, key: "g" },
  { href: "/timeline", title: "Timeline", group: "See", Icon: History, key: "t" },
  { href: "/jobs", title: "Jobs", group: "Run", Icon: CalendarClock, key: "j" },
  { href: "/settings", title: "Settings", group: "Run", Icon: Settings, key: "s" },
];

/** Whether a place is the one shown, or the one above it. */
export function isCurrent(href: string, pathname: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}
