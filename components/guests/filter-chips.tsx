"use client";

import { TriangleAlert, X } from "lucide-react";
import type { ParsedFilter } from "@/lib/client/filter/filter-term";

interface FilterChipsProps {
  filter: ParsedFilter;
  /** Removes one term by its text. */
  onRemove: (text: string) => void;
}

/** What the filter was understood as, term by term, and what was not understood. */
export function FilterChips({ filter, onRemove }: FilterChipsProps) {
  if (filter.terms.length === 0 && filter.problems.length === 0) return null;
  return (
    <ul className="flex flex-wrap gap-1.5" aria-label="Terms of the filter">
      {filter.terms.map((term, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same term may stand twice
        <li key={`${index}:${term.text}`}>
          <button
            type="button"
            onClick={() => onRemove(term.text)}
            aria-label={`Remove ${term.text}`}
            className="inline-flex h-6 items-center gap-1 rounded-sm border border-line-strong px-1.5 font-mono text-sm hover:bg-hover"
          >
            {term.text}
            <X aria-hidden className="size-3 text-muted" />
          </button>
        </li>
      ))}
      {filter.problems.map((problem) => (
        <li key={problem.text} className="flex items-center gap-1 text-sm text-warn">
          <TriangleAlert aria-hidden className="size-3.5 shrink-0" />
          {problem.message}
        </li>
      ))}
    </ul>
  );
}
