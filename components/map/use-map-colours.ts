"use client";

import { useTheme } from "next-themes";
import { useEffect, useState } from "react";
import type { MapColours } from "@/lib/client/map/draw-map";

/** The theme's colours for a canvas, which knows no CSS variables; null until the page is alive. @param hue token of the metric, such as `cpu` */
export function useMapColours(hue: string): MapColours | null {
  const { resolvedTheme } = useTheme();
  const [colours, setColours] = useState<MapColours | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => {
    const read = () => {
      const style = getComputedStyle(document.documentElement);
      const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
      setColours({
        surface: token("surface"),
        line: token("line"),
        lineStrong: token("line-strong"),
        text: token("text"),
        muted: token("muted"),
        accent: token("accent"),
        hue: token(hue),
        warn: token("warn"),
        bad: token("bad"),
        maint: token("maint"),
        off: token("off"),
      });
    };
    // The theme's class is set in the same frame; its variables count from the next one on.
    const frame = requestAnimationFrame(read);
    return () => cancelAnimationFrame(frame);
  }, [hue, resolvedTheme]);

  return colours;
}
