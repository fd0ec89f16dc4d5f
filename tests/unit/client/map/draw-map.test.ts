import { describe, expect, it } from "vitest";
import { drawMap, type MapPicture } from "@/lib/client/map/draw-map";
import { WHOLE_MAP } from "@/lib/client/map/map-camera";
import type { CellLook } from "@/lib/client/map/map-cells";

/** A canvas that notes the texts that are drawn on it, and whether it was cleared. */
function aCanvas() {
  const texts: string[] = [];
  const cleared: number[] = [];
  const context = new Proxy(
    {
      canvas: { width: 400, height: 300 },
      getTransform: () => ({ a: 1 }),
      measureText: (text: string) => ({ width: text.length * 6 }),
      fillText: (text: string) => texts.push(text),
      clearRect: () => cleared.push(1),
    } as Record<string | symbol, unknown>,
    { get: (target, name) => (name in target ? target[name] : () => undefined) },
  );
  return { context: context as unknown as CanvasRenderingContext2D, texts, cleared };
}

const look = (label: string): CellLook => ({ label, strength: 0.5, marks: [] });
const cell = (key: string, x: number) => ({ key, x, y: 40, width: 90, height: 40 });
const colours = { surface: "#000", text: "#fff" } as MapPicture["colours"];
const header = (figure: string) => ({
  title: "pve1",
  figure,
  share: 0.5,
  shareAfter: null,
  tone: "calm" as const,
});
const layout = {
  width: 400,
  height: 300,
  blocks: [{ node: "pve1", x: 0, y: 0, width: 200, height: 200, cells: [cell("a", 0), cell("b", 100)] }],
};
const picture: MapPicture = {
  layout,
  camera: WHOLE_MAP,
  blocks: new Map([["pve1", header("50 %")]]),
  cells: new Map([
    ["a", look("web")],
    ["b", look("db")],
  ]),
  arrows: [],
  focused: null,
  colours,
};

describe("drawMap", () => {
  it("draws everything at first, and when something has moved", () => {
    const { context, texts, cleared } = aCanvas();
    drawMap(context, picture);
    drawMap(context, { ...picture, layout: { ...layout } }, picture);
    const all = ["web", "db", "pve1", "50 %"];
    expect(texts).toEqual([...all, ...all]);
    expect(cleared).toHaveLength(2);
  });

  it("draws only the cells and headers that look different", () => {
    const { context, texts, cleared } = aCanvas();
    const cells = new Map([...picture.cells, ["b", look("db2")]]);
    drawMap(context, { ...picture, cells }, picture);
    expect(texts).toEqual(["db2"]);
    drawMap(context, { ...picture, blocks: new Map([["pve1", header("51 %")]]) }, picture);
    expect(texts).toEqual(["db2", "pve1", "51 %"]);
    expect(cleared).toEqual([]);
  });

  it("draws nothing where nothing looks different", () => {
    const { context, texts } = aCanvas();
    drawMap(context, { ...picture }, picture);
    expect(texts).toEqual([]);
  });
});
