import { drawClipped } from "./draw-clipped";
import { drawMark } from "./draw-mark";
import { BLOCK_HEADER, type Box, type MapBlock, type MapCell, type MapLayout } from "./layout-map";
import type { MapArrow } from "./map-arrows";
import type { MapCamera } from "./map-camera";
import { type CellLook, NEARLY_ALL } from "./map-cells";

/** Colours as the theme has them now. */
export interface MapColours {
  readonly surface: string;
  readonly line: string;
  readonly lineStrong: string;
  readonly text: string;
  readonly muted: string;
  readonly accent: string;
  readonly hue: string;
  readonly warn: string;
  readonly bad: string;
  readonly maint: string;
  readonly off: string;
}

/** What is said in the header of a node's block. */
export interface BlockLook {
  readonly title: string;
  /** Such as `71 %`, or `71 % → 58 %` with a plan. */
  readonly figure: string;
  /** 0–1 and more; null draws no bar. */
  readonly share: number | null;
  readonly shareAfter: number | null;
  readonly tone: "calm" | "warn" | "bad" | "maint" | "off";
}

export interface MapPicture {
  readonly layout: MapLayout;
  readonly camera: MapCamera;
  readonly blocks: ReadonlyMap<string, BlockLook>;
  readonly cells: ReadonlyMap<string, CellLook>;
  readonly arrows: readonly MapArrow[];
  readonly focused: string | null;
  readonly colours: MapColours;
}

const SANS = '"Inter Variable", ui-sans-serif, system-ui, sans-serif';
const MONO = '"JetBrains Mono Variable", ui-monospace, monospace';
const LEAST_LABEL = { width: 38, height: 13 } as const;
const LEAST_MARKED = 12;

/**
 * Draws the map. Boxes scale with the camera; texts, lines and marks keep their size, so that zooming in makes room for them.
 *
 * @param before what the canvas shows; where everything stands as it did, only what looks different is drawn
 */
export function drawMap(context: CanvasRenderingContext2D, picture: MapPicture, before?: MapPicture): void {
  const { layout, camera } = picture;
  const { width, height } = context.canvas;
  const density = context.getTransform().a;
  const seen = { width: width / density, height: height / density };
  if (before && isSamePlaces(before, picture)) {
    drawChanges(context, picture, { before, seen });
    return;
  }
  context.clearRect(0, 0, width, height);
  for (const block of layout.blocks) {
    const box = onScreen(block, camera);
    if (isSeen(box, seen)) drawBlock(context, picture, { block, box, seen });
  }
  for (const arrow of picture.arrows) drawArrow(context, picture, arrow);
}

function isSamePlaces(one: MapPicture, other: MapPicture): boolean {
  // Arrows lie over the cells, which cannot be drawn alone then.
  return (
    one.layout === other.layout &&
    one.camera === other.camera &&
    one.focused === other.focused &&
    one.colours === other.colours &&
    one.arrows.length + other.arrows.length === 0
  );
}

function drawChanges(
  context: CanvasRenderingContext2D,
  picture: MapPicture,
  { before, seen }: { readonly before: MapPicture; readonly seen: DrawnBlock["seen"] },
): void {
  const { layout, camera, colours } = picture;
  for (const block of layout.blocks) {
    const box = onScreen(block, camera);
    if (!isSeen(box, seen)) continue;
    const look = picture.blocks.get(block.node);
    const shown = before.blocks.get(block.node);
    if (look?.tone !== shown?.tone || look?.title !== shown?.title) {
      drawBlock(context, picture, { block, box, seen });
      continue;
    }
    if (look && look.figure !== shown?.figure) {
      context.fillStyle = colours.surface;
      context.fillRect(box.x + 2, box.y + 2, box.width - 4, BLOCK_HEADER * Math.min(1, camera.scale) - 4);
      drawHeader(context, { look, box, camera, colours });
    }
    const changed = block.cells.filter(({ key }) => picture.cells.get(key) !== before.cells.get(key));
    for (const cell of changed) redrawCell(context, picture, { cell, seen });
  }
}

function redrawCell(
  context: CanvasRenderingContext2D,
  picture: MapPicture,
  { cell, seen }: { readonly cell: MapCell; readonly seen: DrawnBlock["seen"] },
): void {
  const box = onScreen(cell, picture.camera);
  if (!isSeen(box, seen)) return;
  context.fillStyle = picture.colours.surface;
  context.fillRect(box.x - 0.5, box.y - 0.5, box.width + 1, box.height + 1);
  drawCell(context, picture, { cell, box });
}

interface DrawnBlock {
  readonly block: MapBlock;
  readonly box: Box;
  readonly seen: { readonly width: number; readonly height: number };
}

function drawBlock(
  context: CanvasRenderingContext2D,
  picture: MapPicture,
  { block, box, seen }: DrawnBlock,
): void {
  const { colours, camera } = picture;
  const look = picture.blocks.get(block.node);
  const tone = look ? toneColour(look.tone, colours) : null;
  context.fillStyle = colours.surface;
  context.fillRect(box.x, box.y, box.width, box.height);
  for (const cell of block.cells) {
    const there = onScreen(cell, camera);
    if (isSeen(there, seen)) drawCell(context, picture, { cell, box: there });
  }
  if (look) drawHeader(context, { look, box, camera, colours });
  context.strokeStyle = tone ?? colours.lineStrong;
  context.lineWidth = tone ? 2 : 1;
  context.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
}

interface DrawnHeader {
  readonly look: BlockLook;
  readonly box: Box;
  readonly camera: MapCamera;
  readonly colours: MapColours;
}

function drawHeader(context: CanvasRenderingContext2D, { look, box, camera, colours }: DrawnHeader): void {
  const { title, figure, share, shareAfter } = look;
  const tone = toneColour(look.tone, colours);
  const height = BLOCK_HEADER * camera.scale;
  context.font = `600 12px ${SANS}`;
  context.textBaseline = "middle";
  context.fillStyle = tone ?? colours.text;
  const figureWidth = widthOf(context, figure, MONO);
  context.font = `600 12px ${SANS}`;
  const mark = { calm: "", warn: "▲ ", bad: "▲ ", maint: "◆ ", off: "✕ " }[look.tone];
  drawClipped(context, `${mark}${title}`, {
    x: box.x + 8,
    y: box.y + 14,
    width: box.width - figureWidth - 22,
  });
  context.font = `500 11px ${MONO}`;
  context.fillStyle = tone ?? colours.muted;
  context.textAlign = "right";
  context.fillText(figure, box.x + box.width - 8, box.y + 14);
  context.textAlign = "left";
  if (share === null) return;
  const bar = { x: box.x + 8, y: box.y + Math.min(height - 8, 24), width: box.width - 16, height: 4 };
  context.fillStyle = colours.line;
  context.fillRect(bar.x, bar.y, bar.width, bar.height);
  context.fillStyle = tone ?? colours.hue;
  context.fillRect(bar.x, bar.y, bar.width * Math.min(1, share), bar.height);
  if (shareAfter === null) return;
  context.fillStyle = colours.accent;
  context.fillRect(bar.x + bar.width * Math.min(1, shareAfter) - 1, bar.y - 2, 2, bar.height + 4);
}

interface DrawnCell {
  readonly cell: MapCell;
  readonly box: Box;
}

function drawCell(context: CanvasRenderingContext2D, picture: MapPicture, { cell, box }: DrawnCell): void {
  const { colours, focused } = picture;
  const look = picture.cells.get(cell.key);
  if (!look) return;
  if (look.strength !== null) {
    context.globalAlpha = 0.14 + 0.72 * look.strength;
    context.fillStyle = colours.hue;
    context.fillRect(box.x, box.y, box.width, box.height);
    context.globalAlpha = 1;
  }
  const nearlyAll = (look.strength ?? 0) >= NEARLY_ALL;
  context.strokeStyle = nearlyAll ? colours.warn : colours.line;
  context.lineWidth = nearlyAll ? 1.5 : 1;
  context.strokeRect(box.x + 0.5, box.y + 0.5, Math.max(0, box.width - 1), Math.max(0, box.height - 1));
  if (box.width >= LEAST_LABEL.width && box.height >= LEAST_LABEL.height)
    drawLabel(context, { look, box, colours });
  if (box.width >= LEAST_MARKED && box.height >= LEAST_MARKED) drawMarks(context, { look, box, colours });
  if (cell.key !== focused) return;
  context.strokeStyle = colours.accent;
  context.lineWidth = 2;
  context.strokeRect(box.x + 1, box.y + 1, Math.max(0, box.width - 2), Math.max(0, box.height - 2));
}

interface DrawnLook {
  readonly look: CellLook;
  readonly box: Box;
  readonly colours: MapColours;
}

function drawLabel(context: CanvasRenderingContext2D, { look, box, colours }: DrawnLook): void {
  context.font = `500 11px ${SANS}`;
  context.textBaseline = "middle";
  context.fillStyle = look.strength === null ? colours.muted : colours.text;
  const marked = look.marks.length > 0 ? 10 : 0;
  const y = box.height > 26 ? box.y + 10 : box.y + box.height / 2;
  drawClipped(context, look.label, { x: box.x + 4, y, width: box.width - 8 - marked });
}

function drawMarks(context: CanvasRenderingContext2D, { look, box, colours }: DrawnLook): void {
  let x = box.x + box.width - 7;
  for (const mark of look.marks) {
    if (x < box.x + 5) return;
    drawMark(context, mark, { x, y: box.y + 7, colours });
    x -= 10;
  }
}

function drawArrow(context: CanvasRenderingContext2D, picture: MapPicture, arrow: MapArrow): void {
  const { camera, colours } = picture;
  const cell = onScreen(arrow.from, camera);
  const ghost = onScreen(arrow.ghost, camera);
  context.strokeStyle = colours.accent;
  context.lineWidth = 1.5;
  context.strokeRect(cell.x + 1, cell.y + 1, Math.max(0, cell.width - 2), Math.max(0, cell.height - 2));
  context.fillStyle = colours.surface;
  context.fillRect(ghost.x, ghost.y, ghost.width, ghost.height);
  context.setLineDash([3, 2]);
  context.strokeRect(ghost.x + 0.5, ghost.y + 0.5, ghost.width - 1, ghost.height - 1);
  context.setLineDash([]);
  context.fillStyle = colours.accent;
  context.font = `500 10px ${SANS}`;
  context.textBaseline = "middle";
  drawClipped(context, arrow.label, {
    x: ghost.x + 3,
    y: ghost.y + ghost.height / 2,
    width: ghost.width - 6,
  });

  const from = middleOf(cell);
  const to = middleOf(ghost);
  const bend = { x: (from.x + to.x) / 2, y: Math.min(from.y, to.y) - 24 };
  const end = { x: to.x, y: ghost.y - 1 };
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.quadraticCurveTo(bend.x, bend.y, end.x, end.y);
  context.stroke();
  const angle = Math.atan2(end.y - bend.y, end.x - bend.x);
  context.beginPath();
  context.moveTo(end.x, end.y);
  for (const side of [-0.45, 0.45])
    context.lineTo(end.x - 8 * Math.cos(angle + side), end.y - 8 * Math.sin(angle + side));
  context.fill();
}

function toneColour(tone: BlockLook["tone"], colours: MapColours): string | null {
  return { calm: null, warn: colours.warn, bad: colours.bad, maint: colours.maint, off: colours.off }[tone];
}

function widthOf(context: CanvasRenderingContext2D, text: string, family: string): number {
  context.font = `500 11px ${family}`;
  return context.measureText(text).width;
}

function onScreen({ x, y, width, height }: Box, camera: MapCamera): Box {
  const { scale } = camera;
  return {
    x: (x - camera.x) * scale,
    y: (y - camera.y) * scale,
    width: width * scale,
    height: height * scale,
  };
}

function isSeen(box: Box, seen: { readonly width: number; readonly height: number }): boolean {
  return box.x < seen.width && box.y < seen.height && box.x + box.width > 0 && box.y + box.height > 0;
}

function middleOf({ x, y, width, height }: Box) {
  return { x: x + width / 2, y: y + height / 2 };
}
