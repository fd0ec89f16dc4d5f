"use client";

import type { Route } from "next";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { Select } from "@/components/ui/select";
import { cn } from "@/lib/client/class-names";

export interface SettingsPlace {
  readonly href: Route;
  readonly title: string;
  readonly group: "Settings" | "People";
}

/** The list of sections: a column on the left, a select on phones. */
export function SettingsNavigation({ places }: { places: readonly SettingsPlace[] }) {
  const pathname = usePathname();
  const router = useRouter();

  return (
    <>
      <div className="mb-3 md:hidden">
        <label htmlFor="settings-section" className="sr-only">
          Section
        </label>
        <Select
          id="settings-section"
          value={pathname}
          onChange={(event) => router.push(event.target.value as Route)}
        >
          {places.map((place) => (
            <option key={place.href} value={place.href}>
              {place.title}
            </option>
          ))}
        </Select>
      </div>
      <nav aria-label="Settings" className="hidden w-48 shrink-0 md:block">
        <ul className="sticky top-16 flex flex-col gap-px">
          {places.map((place, index) => (
            <li
              key={place.href}
              className={place.group !== places[index - 1]?.group && index > 0 ? "mt-3" : undefined}
            >
              <Link
                href={place.href}
                aria-current={pathname === place.href ? "page" : undefined}
                className={cn(
                  "block rounded-md px-2.5 py-1.5 text-muted hover:bg-hover hover:text-fg",
                  pathname === place.href && "bg-hover font-medium text-fg",
                )}
              >
                {place.title}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </>
  );
}
