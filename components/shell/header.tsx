"use client";

import { Search } from "lucide-react";
import { usePathname } from "next/navigation";
import { Button } from "@/components/ui/button";
import { ClusterSwitch } from "./cluster-switch";
import { FreshnessMark } from "./freshness-mark";
import { isCurrent, NAVIGATION } from "./navigation";
import { ThemeMenu } from "./theme-menu";
import { UserMenu } from "./user-menu";

export function Header({ onSearch }: { onSearch: () => void }) {
  const pathname = usePathname();
  const place = NAVIGATION.find(({ href }) => isCurrent(href, pathname))?.title ?? "Account";
  return (
    <header className="print:hidden sticky top-0 z-30 flex h-12 items-center gap-1 border-line border-b bg-bg px-2 md:gap-2 md:px-4">
      <ClusterSwitch />
      <span aria-hidden className="hidden text-faint md:inline">
        /
      </span>
      <span aria-hidden className="hidden text-muted md:inline">
        {place}
      </span>
      <div className="ml-auto flex items-center gap-1">
        <Button
          variant="secondary"
          onClick={onSearch}
          className="hidden w-56 justify-start font-normal text-muted lg:flex"
        >
          <Search />
          Search
          <kbd className="ml-auto font-mono text-xs">Ctrl K</kbd>
        </Button>
        <Button variant="ghost" size="icon" aria-label="Search" onClick={onSearch} className="lg:hidden">
          <Search />
        </Button>
        <FreshnessMark />
        <ThemeMenu />
        <UserMenu />
      </div>
    </header>
  );
}
