import type { MapColours } from "./draw-map";
import type { CellMark } from "./map-cells";

interface MarkPlace {
  readonly x: number;
  readonly y: number;
  readonly colours: MapColours;
}

/** A shape for each mark: a full diamond, a full and an empty square, a cross, a ring. */
export function drawMark(
  context: CanvasRenderingContext2D,
  mark: CellMark,
  { x, y, colours }: MarkPlace,
): void {
  context.fillStyle = colours.text;
  context.strokeStyle = colours.text;
  context.lineWidth = 1.25;
  context.beginPath();
  switch (mark) {
    case "passthrough":
      context.moveTo(x, y - 4);
      context.lineTo(x + 4, y);
      context.lineTo(x, y + 4);
      context.lineTo(x - 4, y);
      context.fill();
      break;
    case "local-mount":
      context.fillRect(x - 3, y - 3, 6, 6);
      break;
    case "shared-mount":
      context.strokeRect(x - 3, y - 3, 6, 6);
      break;
    case "locked":
      context.moveTo(x - 3, y - 3);
      context.lineTo(x + 3, y + 3);
      context.moveTo(x + 3, y - 3);
      context.lineTo(x - 3, y + 3);
      context.stroke();
      break;
    case "ha":
      context.arc(x, y, 3, 0, 2 * Math.PI);
      context.stroke();
      break;
  }
}
