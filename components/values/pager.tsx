"use client";

import { Button } from "@/components/ui/button";

interface PagerProps {
  /** Where the page that is shown begins; null is the newest. */
  cursor: string | null;
  /** Where the next older page begins; null is none. */
  next: string | null;
  onChange: (cursor: string | null) => void;
}

/** Goes to older entries of a list and back to the newest; nothing where all are on one page. */
export function Pager({ cursor, next, onChange }: PagerProps) {
  if (cursor === null && next === null) return null;
  return (
    <div className="flex justify-between gap-2 border-line border-t px-4 py-2">
      <Button size="small" variant="ghost" disabled={cursor === null} onClick={() => onChange(null)}>
        Newest
      </Button>
      <Button size="small" disabled={next === null} onClick={() => onChange(next)}>
        Older
      </Button>
    </div>
  );
}
