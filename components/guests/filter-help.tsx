"use client";

import { CircleHelp } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { FILTER_FIELDS } from "@/lib/client/filter/filter-fields";

export function FilterHelp() {
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button variant="ghost" size="icon" aria-label="How to filter">
          <CircleHelp />
        </Button>
      </PopoverTrigger>
      <PopoverContent
        align="end"
        aria-label="How to filter"
        className="max-h-[70dvh] w-96 max-w-[92vw] overflow-y-auto"
      >
        <p className="mb-2 text-muted text-sm">
          Words look in names, ids, nodes, pools and tags. Terms are joined by “and”, commas mean “or”, a
          leading <code className="font-mono">-</code> turns a term round.
        </p>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5 text-sm">
          {FILTER_FIELDS.map((field) => (
            <div key={field.name} className="contents">
              <dt className="font-mono">{field.example}</dt>
              <dd className="text-muted">{field.help}</dd>
            </div>
          ))}
        </dl>
      </PopoverContent>
    </Popover>
  );
}
