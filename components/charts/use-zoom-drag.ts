"use client";

import { useCallback, useMemo, useState } from "react";
import { type ChartZoom, zoomBetween } from "@/lib/client/format/chart-span";

/** What a chart tells of the pointer. */
interface PointerState {
  readonly activeLabel?: string | number | undefined;
}

interface Drag {
  readonly startMs: number;
  readonly endMs: number;
}

/** A part of a chart's time chosen by dragging across it. Without `onZoom` dragging does nothing. */
export function useZoomDrag(onZoom: ((zoom: ChartZoom) => void) | undefined) {
  const [drag, setDrag] = useState<Drag | null>(null);

  const begin = useCallback((state: PointerState) => {
    const atMs = timeOf(state);
    if (atMs !== null) setDrag({ startMs: atMs, endMs: atMs });
  }, []);
  const go = useCallback((state: PointerState) => {
    const atMs = timeOf(state);
    if (atMs !== null) setDrag((before) => (before ? { ...before, endMs: atMs } : null));
  }, []);
  const end = useCallback(() => {
    const zoom = drag ? zoomBetween(drag.startMs, drag.endMs) : null;
    setDrag(null);
    if (zoom) onZoom?.(zoom);
  }, [drag, onZoom]);
  const leave = useCallback(() => setDrag(null), []);

  const handlers = useMemo(
    () => (onZoom ? { onMouseDown: begin, onMouseMove: go, onMouseUp: end, onMouseLeave: leave } : {}),
    [onZoom, begin, go, end, leave],
  );
  return { handlers, chosen: drag ? zoomBetween(drag.startMs, drag.endMs) : null } as const;
}

function timeOf({ activeLabel }: PointerState): number | null {
  const atMs = Number(activeLabel);
  return activeLabel === undefined || !Number.isFinite(atMs) ? null : atMs;
}
