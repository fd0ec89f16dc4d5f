"use client";

import { type KeyboardEvent, type RefObject, useCallback } from "react";

/** `j` and `k` go from row to row of a table (rows with `data-index`), whichever of its controls has the focus. */
export function useRowKeys(
  scroller: RefObject<HTMLElement | null>,
  scrollTo: (index: number) => void,
  count: number,
): (event: KeyboardEvent) => void {
  return useCallback(
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key !== "j" && event.key !== "k") return;
      event.preventDefault();

      const row =
        event.target instanceof HTMLElement ? event.target.closest<HTMLElement>("[data-index]") : null;
      const from = row ? Number(row.dataset.index) : -1;
      const step = event.key === "j" ? 1 : -1;
      focusFrom({ scroller: scroller.current, scrollTo, count, index: from + step, step });
    },
    [scroller, scrollTo, count],
  );
}

interface Target {
  readonly scroller: HTMLElement | null;
  readonly scrollTo: (index: number) => void;
  readonly count: number;
  readonly index: number;
  readonly step: number;
}

function focusFrom(target: Target): void {
  const { scroller, scrollTo, count, index, step } = target;
  if (!scroller || index < 0 || index >= count) return;
  scrollTo(index);
  requestAnimationFrame(() => {
    const control = scroller.querySelector<HTMLElement>(`[data-index="${index}"] :is(button, a)`);
    if (control) control.focus();
    else if (scroller.querySelector(`[data-index="${index}"]`)) focusFrom({ ...target, index: index + step });
  });
}
