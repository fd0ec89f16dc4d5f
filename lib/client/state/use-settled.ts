"use client";

import { useEffect, useState } from "react";

const SETTLE_MS = 200;

/** A value once it has stood still for a moment: what is asked for each word, not for each of its letters. */
export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
