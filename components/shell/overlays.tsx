"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";

const loadPalette = () => import("./command-palette").then((module) => module.CommandPalette);
const loadSheet = () => import("./shortcut-sheet").then((module) => module.ShortcutSheet);
const CommandPalette = dynamic(loadPalette, { ssr: false });
const ShortcutSheet = dynamic(loadSheet, { ssr: false });

interface OverlaysProps {
  palette: boolean;
  onPalette: (open: boolean) => void;
  sheet: boolean;
  onSheet: (open: boolean) => void;
}

/** The palette and the sheet of keys. Their code comes when they are first wanted, and stays. */
export function Overlays({ palette, onPalette, sheet, onSheet }: OverlaysProps) {
  const hasPalette = useEver(palette);
  const hasSheet = useEver(sheet);
  useEffect(() => {
    // The first half of Ctrl-K: the palette is there when the K follows.
    const prepare = ({ key }: KeyboardEvent) => {
      if (key === "Control" || key === "Meta") void loadPalette();
    };
    document.addEventListener("keydown", prepare);
    return () => document.removeEventListener("keydown", prepare);
  }, []);
  return (
    <>
      {hasPalette ? <CommandPalette open={palette} onOpenChange={onPalette} /> : null}
      {hasSheet ? <ShortcutSheet open={sheet} onOpenChange={onSheet} /> : null}
    </>
  );
}

/** Whether it was so at any time. */
function useEver(isSo: boolean): boolean {
  const [ever, setEver] = useState(isSo);
  if (isSo && !ever) setEver(true);
  return ever || isSo;
}
