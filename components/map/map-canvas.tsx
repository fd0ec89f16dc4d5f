"use client";

import { type KeyboardEvent, type PointerEvent, useEffect, useLayoutEffect, useRef, useState } from "react";
import { forgetFitted } from "@/lib/client/map/draw-clipped";
import { drawMap, type MapPicture } from "@/lib/client/map/draw-map";
import { type Direction, neighbourOf, whatIsAt } from "@/lib/client/map/layout-map";
import { type MapCamera, panBy, showBox, toMap, zoomAt } from "@/lib/client/map/map-camera";
import { useMapColours } from "./use-map-colours";

/** What the pointer or the keyboard is at. */
export interface MapPlace {
  readonly node: string;
  readonly guest: string | null;
  /** In pixels from the map's corner. */
  readonly x: number;
  readonly y: number;
}

interface MapCanvasProps {
  label: string;
  hue: string;
  picture: Omit<MapPicture, "colours" | "focused">;
  onCamera: (change: (camera: MapCamera) => MapCamera) => void;
  onPlace: (place: MapPlace | null) => void;
  onOpen: (guestKey: string) => void;
}

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};
const DRAG_STARTS_AT = 4;

/** The map itself: drawn on a canvas, walked with the arrow keys, opened with Enter or a click. */
export function MapCanvas({ label, hue, picture, onCamera, onPlace, onOpen }: MapCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const drawn = useRef<{ picture?: MapPicture; fonts: number }>({ fonts: 0 });
  const drag = useRef<{ x: number; y: number; moved: boolean } | null>(null);
  const colours = useMapColours(hue);
  const { layout, camera } = picture;
  const size = { width: layout.width, height: layout.height };

  const fonts = useLoadedFonts();
  useLayoutEffect(() => {
    const element = canvas.current;
    const context = element?.getContext("2d");
    if (!element || !context || !colours) return;
    const density = window.devicePixelRatio || 1;
    const width = Math.round(layout.width * density);
    const height = Math.round(layout.height * density);
    const resized = element.width !== width || element.height !== height;
    if (resized) {
      element.width = width;
      element.height = height;
    }
    context.setTransform(density, 0, 0, density, 0, 0);
    const next = { ...picture, focused, colours };
    const same = !resized && drawn.current.fonts === fonts;
    drawMap(context, next, same ? drawn.current.picture : undefined);
    drawn.current = { picture: next, fonts };
  }, [picture, focused, colours, layout, fonts]);

  useEffect(() => {
    const element = canvas.current;
    // React listens for wheels passively; zooming must keep the page where it is.
    function wheel(event: WheelEvent) {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const at = { x: event.offsetX, y: event.offsetY };
      onCamera((before) =>
        zoomAt(before, Math.exp(-event.deltaY / 300), at, { width: layout.width, height: layout.height }),
      );
    }
    element?.addEventListener("wheel", wheel, { passive: false });
    return () => element?.removeEventListener("wheel", wheel);
  }, [onCamera, layout.width, layout.height]);

  function focusOn(key: string) {
    setFocused(key);
    const block = layout.blocks.find(({ cells }) => cells.some((cell) => cell.key === key));
    const cell = block?.cells.find((candidate) => candidate.key === key);
    if (!block || !cell) return;
    onCamera((before) => showBox(before, cell, size));
    onPlace({
      node: block.node,
      guest: key,
      x: (cell.x + cell.width / 2 - camera.x) * camera.scale,
      y: (cell.y + cell.height - camera.y) * camera.scale,
    });
  }

  function zoom(factor: number) {
    onCamera((before) => zoomAt(before, factor, { x: layout.width / 2, y: layout.height / 2 }, size));
  }

  const keys = new Map<string, () => void>([
    ["Enter", () => focused && onOpen(focused)],
    ["+", () => zoom(1.5)],
    ["=", () => zoom(1.5)],
    ["-", () => zoom(1 / 1.5)],
    ["0", () => zoom(0)],
    ["Escape", clear],
  ]);

  function clear() {
    setFocused(null);
    onPlace(null);
  }

  function press(event: KeyboardEvent) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const direction = DIRECTIONS[event.key];
    const next = direction ? neighbourOf(layout, focused ?? "", direction) : null;
    const act = keys.get(event.key);
    if (next) focusOn(next);
    else if (act) act();
    else if (!direction) return;
    event.preventDefault();
  }

  function placeAt(event: PointerEvent): MapPlace | null {
    const { offsetX: x, offsetY: y } = event.nativeEvent;
    const found = whatIsAt(layout, toMap(camera, { x, y }));
    return found ? { node: found.block.node, guest: found.cell?.key ?? null, x, y } : null;
  }

  function move(event: PointerEvent) {
    const before = drag.current;
    if (!before || event.buttons === 0) {
      drag.current = null;
      if (event.pointerType !== "touch") onPlace(placeAt(event));
      return;
    }
    const by = { x: event.clientX - before.x, y: event.clientY - before.y };
    if (!before.moved && Math.hypot(by.x, by.y) < DRAG_STARTS_AT) return;
    drag.current = { x: event.clientX, y: event.clientY, moved: true };
    if (camera.scale > 1) onCamera((now) => panBy(now, by, size));
  }

  function release(event: PointerEvent) {
    const dragged = drag.current?.moved ?? false;
    drag.current = null;
    const guest = placeAt(event)?.guest;
    if (dragged || !guest) return;
    setFocused(guest);
    onOpen(guest);
  }

  return (
    <div
      role="application"
      aria-roledescription="map"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys walk the map
      tabIndex={0}
      className="cursor-pointer rounded-md"
      style={{ touchAction: camera.scale > 1 ? "none" : "pan-y" }}
      onKeyDown={press}
      onFocus={() => {
        const first = layout.blocks.find(({ cells }) => cells.length > 0)?.cells[0];
        if (focused === null && first) setFocused(first.key);
      }}
      onBlur={() => onPlace(null)}
      onPointerDown={(event) => {
        drag.current = { x: event.clientX, y: event.clientY, moved: false };
      }}
      onPointerMove={move}
      onPointerUp={release}
      onPointerLeave={() => onPlace(null)}
    >
      <canvas ref={canvas} className="block w-full" style={{ height: layout.height }} />
    </div>
  );
}

/** How often fonts have been loaded since the page was opened: what was drawn before has others. */
function useLoadedFonts(): number {
  const [times, setTimes] = useState(0);
  useEffect(() => {
    const { fonts } = document;
    const note = () => {
      forgetFitted();
      setTimes((before) => before + 1);
    };
    fonts.addEventListener("loadingdone", note);
    return () => fonts.removeEventListener("loadingdone", note);
  }, []);
  return times;
}
