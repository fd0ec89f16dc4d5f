"use client";

import { Button } from "@/components/ui/button";
import { countOf } from "@/lib/client/format/format-count";

interface UnsavedBarProps {
  count: number;
  blocked: boolean;
  saving: boolean;
  onDiscard: () => void;
}

/** Appears under a form with changes that are not saved. */
export function UnsavedBar({ count, blocked, saving, onDiscard }: UnsavedBarProps) {
  if (count === 0) return null;
  return (
    <div className="appear sticky bottom-16 z-20 mt-3 flex flex-wrap items-center justify-between gap-3 rounded-lg border border-accent bg-raised px-4 py-2 shadow-menu md:bottom-3">
      <p role="status">
        {countOf(count, "change")} not saved{blocked ? "; a value is not valid" : ""}
      </p>
      <div className="flex gap-2">
        <Button variant="ghost" onClick={onDiscard} disabled={saving}>
          Discard
        </Button>
        <Button type="submit" variant="primary" disabled={blocked || saving}>
          {saving ? "Saving…" : "Save changes"}
        </Button>
      </div>
    </div>
  );
}
