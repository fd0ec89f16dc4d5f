/** Which part of the map is seen: a point of it, `x` and `y`, at the canvas's origin, enlarged. */
export interface MapCamera {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const WHOLE_MAP: MapCamera = { scale: 1, x: 0, y: 0 };

const MOST_SCALE = 12;

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Zooms by a factor about a point of the canvas, which stays where it is. Never smaller than the whole map. */
export function zoomAt(camera: MapCamera, factor: number, at: Point, size: Size): MapCamera {
  const scale = Math.min(MOST_SCALE, Math.max(1, camera.scale * factor));
  return inside(
    {
      scale,
      x: camera.x + at.x / camera.scale - at.x / scale,
      y: camera.y + at.y / camera.scale - at.y / scale,
    },
    size,
  );
}

/** Moves the map under the canvas by so many pixels of the screen. */
export function panBy(camera: MapCamera, by: Point, size: Size): MapCamera {
  return inside({ ...camera, x: camera.x - by.x / camera.scale, y: camera.y - by.y / camera.scale }, size);
}

/** The point of the map under a point of the canvas. */
export function toMap(camera: MapCamera, { x, y }: Point): Point {
  return { x: camera.x + x / camera.scale, y: camera.y + y / camera.scale };
}

/** Moves the map so that a box of it is seen, as little as is needed. */
export function showBox(camera: MapCamera, box: Point & Size, size: Size): MapCamera {
  const seen = { width: size.width / camera.scale, height: size.height / camera.scale };
  const x = Math.min(box.x, Math.max(camera.x, box.x + box.width - seen.width));
  const y = Math.min(box.y, Math.max(camera.y, box.y + box.height - seen.height));
  return inside({ ...camera, x, y }, size);
}

function inside({ scale, x, y }: MapCamera, { width, height }: Size): MapCamera {
  return {
    scale,
    x: Math.min(Math.max(0, x), width - width / scale),
    y: Math.min(Math.max(0, y), height - height / scale),
  };
}
