"use client";

import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { KeelMark } from "@/components/access/access-frame";
import { EngineMark } from "@/components/engine/engine-mark";
import { withScope } from "@/lib/client/addresses";
import { cn } from "@/lib/client/class-names";
import { useRemembered } from "@/lib/client/state/use-remembered";
import { useScope } from "@/lib/client/state/use-scope";
import { isCurrent, NAVIGATION, NAVIGATION_GROUPS, type NavigationItem } from "./navigation";

/** The places of the console; collapses to icons and stays as it was left. */
export function Sidebar() {
  const [state, remember] = useRemembered("sidebar", "open");
  const narrow = state === "closed";
  const Toggle = narrow ? PanelLeftOpen : PanelLeftClose;

  return (
    <nav
      aria-label="Main"
      className={cn(
        "sticky top-0 hidden h-dvh shrink-0 flex-col border-line border-r bg-surface md:flex print:hidden",
        narrow ? "w-14" : "w-52",
      )}
    >
      <div
        className={cn(
          "flex h-12 items-center gap-2.5 font-semibold text-lg",
          narrow ? "justify-center" : "px-4",
        )}
      >
        <KeelMark />
        {narrow ? null : "Evenkeel"}
      </div>
      <div className="flex flex-1 flex-col gap-4 overflow-y-auto px-2 pt-2">
        {NAVIGATION_GROUPS.filter((group) => NAVIGATION.some((item) => item.group === group)).map((group) => (
          <div key={group}>
            <p className={cn("px-2.5 pb-1 font-medium text-faint text-xs", narrow && "sr-only")}>{group}</p>
            <ul className="flex flex-col gap-px">
              {NAVIGATION.filter((item) => item.group === group).map((item) => (
                <SidebarItem key={item.href} item={item} narrow={narrow} />
              ))}
            </ul>
          </div>
        ))}
      </div>
      <EngineMark narrow={narrow} />
      <button
        type="button"
        onClick={() => remember(narrow ? "open" : "closed")}
        aria-expanded={!narrow}
        className="m-2 flex h-8 items-center gap-2.5 rounded-md px-2.5 text-muted hover:bg-hover hover:text-fg"
      >
        <Toggle aria-hidden className="size-4 shrink-0" />
        <span className={narrow ? "sr-only" : undefined}>{narrow ? "Expand the sidebar" : "Collapse"}</span>
      </button>
    </nav>
  );
}

function SidebarItem({ item, narrow }: { item: NavigationItem; narrow: boolean }) {
  const pathname = usePathname();
  const { text } = useScope();
  const current = isCurrent(item.href, pathname);
  return (
    <li>
      <Link
        href={withScope(item.href, text)}
        aria-current={current ? "page" : undefined}
        title={narrow ? item.title : undefined}
        className={cn(
          "flex h-8 items-center gap-2.5 rounded-md px-2.5 text-muted hover:bg-hover hover:text-fg",
          current && "bg-hover font-medium text-fg",
          narrow && "justify-center px-0",
        )}
      >
        <item.Icon aria-hidden className={cn("size-4 shrink-0", current && "text-accent")} />
        <span className={narrow ? "sr-only" : undefined}>{item.title}</span>
      </Link>
    </li>
  );
}
