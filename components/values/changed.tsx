"use client";

import { useState } from "react";

/** Text whose background fades once whenever it changes; still on its first appearance. */
export function Changed({ value }: { value: string }) {
  const [shown, setShown] = useState({ value, changes: 0 });
  if (shown.value !== value) setShown({ value, changes: shown.changes + 1 });

  return (
    <span key={shown.changes} className={shown.changes > 0 ? "changed" : undefined}>
      {value}
    </span>
  );
}
