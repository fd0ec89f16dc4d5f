"use client";

import { Search, X } from "lucide-react";
import { useId, useMemo, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { cn } from "@/lib/client/class-names";
import { completeFilter, type FilterValues } from "@/lib/client/filter/complete-filter";
import { FilterHelp } from "./filter-help";

interface FilterBoxProps {
  value: string;
  onChange: (value: string) => void;
  known: FilterValues;
}

/** The filter of a table: one line of text with completion; `/` comes here. */
export function FilterBox({ value, onChange, known }: FilterBoxProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const completions = useMemo(() => (open ? completeFilter(value, known) : []), [open, value, known]);
  const shown = open && completions.length > 0;
  const chosen = shown ? completions[active] : undefined;

  function take(text: string) {
    onChange(text);
    setActive(-1);
    input.current?.focus();
  }

  function move(step: number) {
    setActive((active + step + completions.length) % completions.length);
  }

  function onKeyDown(event: React.KeyboardEvent) {
    const handled = shown ? onListKey(event.key) : event.key === "Escape";
    if (!handled) return;
    event.preventDefault();
    if (!shown) input.current?.blur();
  }

  function onListKey(key: string): boolean {
    if (key === "ArrowDown") move(1);
    else if (key === "ArrowUp") move(active < 0 ? 0 : -1);
    else if (key === "Escape") setOpen(false);
    else if (chosen && (key === "Enter" || key === "Tab")) take(chosen.text);
    else return false;
    return true;
  }

  return (
    <div className="relative flex min-w-0 flex-1 basis-full items-center gap-1 md:basis-0">
      <div className="relative min-w-0 flex-1">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-muted" />
        <Input
          ref={input}
          data-page-filter
          role="combobox"
          aria-label="Filter guests"
          aria-expanded={shown}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={chosen ? `${id}-${active}` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder="node:pve1 tag:db cpu>50 name~web"
          className="pr-8 pl-8 font-mono text-sm"
          value={value}
          onChange={(event) => {
            onChange(event.target.value);
            setOpen(true);
            setActive(-1);
          }}
          onBlur={() => setOpen(false)}
          onKeyDown={onKeyDown}
        />
        {value ? (
          <Button
            variant="ghost"
            size="small"
            aria-label="Clear the filter"
            className="absolute top-0.5 right-0.5 px-1.5"
            onClick={() => take("")}
          >
            <X />
          </Button>
        ) : null}
        <div
          id={`${id}-list`}
          role="listbox"
          aria-label="Completions"
          hidden={!shown}
          className="absolute top-9 left-0 z-30 w-full max-w-md rounded-lg border border-line-strong bg-raised p-1 shadow-menu"
        >
          {completions.map((completion, index) => (
            <div
              key={completion.label}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              onPointerDown={(event) => {
                event.preventDefault();
                take(completion.text);
              }}
              className={cn(
                "flex cursor-pointer gap-3 rounded-md px-2 py-1 text-sm hover:bg-hover",
                index === active && "bg-hover",
              )}
            >
              <span className="font-mono">{completion.label}</span>
              <span className="truncate text-muted">{completion.help}</span>
            </div>
          ))}
        </div>
      </div>
      <FilterHelp />
    </div>
  );
}
