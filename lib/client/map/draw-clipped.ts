/** Draws as much of a text as fits on a line of a width. */
export function drawClipped(
  context: CanvasRenderingContext2D,
  text: string,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): void {
  if (width <= 0) return;
  const shown = fitText(context, text, width);
  if (shown !== "") context.fillText(shown, x, y);
}

/** Measuring a text costs more than drawing it, and a reading changes few of them. */
const fitted = new Map<string, string>();
const MOST_FITTED = 20_000;

/** When fonts have been loaded, texts are as wide as they are from now on. */
export function forgetFitted(): void {
  fitted.clear();
}

/** As much of a text as fits; nothing when that is less than two letters. */
function fitText(context: CanvasRenderingContext2D, text: string, width: number): string {
  const key = `${context.font}|${width}|${text}`;
  const known = fitted.get(key);
  if (known !== undefined) return known;
  let shown = text;
  if (context.measureText(shown).width > width) {
    while (shown.length > 1 && context.measureText(`${shown}…`).width > width) shown = shown.slice(0, -1);
    shown = shown.length <= 1 ? "" : `${shown}…`;
  }
  if (fitted.size >= MOST_FITTED) fitted.clear();
  fitted.set(key, shown);
  return shown;
}
