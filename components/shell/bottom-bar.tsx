"use client";

import { Ellipsis } from "lucide-react";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { withScope } from "@/lib/client/addresses";
import { cn } from "@/lib/client/class-names";
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
      className="fixed inset-x-0 bottom-0 z-30 border-line border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
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
            </DropdownMenuContent>
          </DropdownMenu>
        </li>
      </ul>
    </nav>
  );
}
