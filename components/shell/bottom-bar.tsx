"use client";

import { CirclePause, CirclePlay, Ellipsis } from "lucide-react";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { withScope } from "@/lib/client/addresses";
import { cn } from "@/lib/client/class-names";
import { useEngineControl } from "@/lib/client/engine/engine-control";
import { engineSummary } from "@/lib/client/engine/engine-summary";
import { useEngine } from "@/lib/client/engine/use-engine";
import { useScope } from "@/lib/client/state/use-scope";
import { isCurrent, NAVIGATION } from "./navigation";

const PLACES_SHOWN = 4;
const ENTRY = "flex h-14 w-full flex-col items-center justify-center gap-0.5 text-muted text-xs";

/** The places of the console on a phone. */
export function BottomBar() {
  const pathname = usePathname();
  const router = useRouter();
  const { text } = useScope();
  const shown = NAVIGATION.slice(0, PLACES_SHOWN);
  const more = NAVIGATION.slice(PLACES_SHOWN);
  const inMore = more.some(({ href }) => isCurrent(href, pathname));

  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden print:hidden"
    >
      <ul className="grid grid-cols-5">
        {shown.map(({ href, title, Icon }) => {
          const current = isCurrent(href, pathname);
          return (
            <li key={href}>
              <Link
                href={withScope(href, text)}
                aria-current={current ? "page" : undefined}
                className={cn(ENTRY, "focus-visible:-outline-offset-2", current && "text-accent")}
              >
                <Icon aria-hidden className="size-5" />
                {title}
              </Link>
            </li>
          );
        })}
        <li>
          <DropdownMenu>
            <DropdownMenuTrigger
              className={cn(ENTRY, "focus-visible:-outline-offset-2", inMore && "text-accent")}
            >
              <Ellipsis aria-hidden className="size-5" />
              More
            </DropdownMenuTrigger>
            <DropdownMenuContent align="end">
              {more.map(({ href, title, Icon }) => (
                <DropdownMenuItem key={href} onSelect={() => router.push(withScope(href, text))}>
                  <Icon aria-hidden />
                  {title}
                </DropdownMenuItem>
              ))}
              <DropdownMenuSeparator />
              <EngineItem />
            </DropdownMenuContent>
          </DropdownMenu>
        </li>
      </ul>
    </nav>
  );
}

/** Pauses or resumes the engine: a phone shows no sidebar. */
function EngineItem() {
  const { state } = useEngine();
  const { has } = useScope();
  const { askPause, askResume } = useEngineControl();
  const pause = state ? engineSummary(state, has).pauses[0] : undefined;
  return pause ? (
    <DropdownMenuItem onSelect={() => askResume(pause.clusterId)}>
      <CirclePlay aria-hidden />
      Resume
    </DropdownMenuItem>
  ) : (
    <DropdownMenuItem onSelect={() => askPause(null)}>
      <CirclePause aria-hidden />
      Pause everything
    </DropdownMenuItem>
  );
}
