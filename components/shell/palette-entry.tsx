"use client";

import { Command } from "cmdk";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

interface PaletteGroupProps {
  title: string;
  shown: boolean;
  children: ReactNode;
}

/** Entries of one kind under their heading. */
export function PaletteGroup({ title, shown, children }: PaletteGroupProps) {
  if (!shown) return null;
  return (
    <Command.Group
      heading={title}
      className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-muted [&_[cmdk-group-heading]]:text-sm"
    >
      {children}
    </Command.Group>
  );
}

interface PaletteEntryProps {
  value: string;
  Icon: LucideIcon;
  title: string;
  hint: string;
  onSelect: () => void;
}

/** One thing that can be gone to or done. */
export function PaletteEntry({ value, Icon, title, hint, onSelect }: PaletteEntryProps) {
  return (
    <Command.Item
      value={value}
      onSelect={onSelect}
      className="flex cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 data-[selected=true]:bg-hover"
    >
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="truncate">{title}</span>
      <span className="ml-auto whitespace-nowrap text-muted text-sm">{hint}</span>
    </Command.Item>
  );
}
