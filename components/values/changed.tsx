"use client";

import { useLayoutEffect, useRef } from "react";
import { lightUp } from "@/lib/client/state/light-up";

/** Text that lights up for a moment whenever it changes; still on its first appearance. */
export function Changed({ value }: { value: string }) {
  const element = useRef<HTMLSpanElement>(null);
  const before = useRef(value);
  useLayoutEffect(() => {
    if (before.current === value) return;
    before.current = value;
    if (element.current) lightUp(element.current);
  }, [value]);

  // Another element for another text: a text at the right edge that grows would count as one that has moved.
  return (
    <span key={value} ref={element}>
      {value}
    </span>
  );
}
