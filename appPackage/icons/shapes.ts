/** A place in the drawing: x to the right, y down, in the units of the drawing. */
export type Point = readonly [x: number, y: number];

/** A shape answers one question: does this place belong to it? */
export type Shape = (x: number, y: number) => boolean;

const stepsPerCurve = 24;

/**
 * A chain of cubic Bézier curves as a line of points. `path` names the points as "x,y" with spaces between: the
 * start, then for each curve two control points and its end, as in the `C` command of SVG.
 * Only sums and products, so that every machine draws the same.
 */
export function trace(path: string): readonly Point[] {
  const points = path.trim().split(/\s+/).map(pointFrom);
  const line: Point[] = points.slice(0, 1);
  for (let i = 0; i + 3 < points.length; i += 3) {
    const curve = points.slice(i, i + 4);
    for (let step = 1; step <= stepsPerCurve; step++) line.push(pointOn(curve, step / stepsPerCurve));
  }
  return line;
}

function pointFrom(text: string): Point {
  const [x, y] = text.split(',').map(Number);
  if (x === undefined || y === undefined || Number.isNaN(x + y)) throw new Error(`"${text}" is not a point`);
  return [x, y];
}

function pointOn(curve: readonly Point[], t: number): Point {
  const u = 1 - t;
  const weights = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  const at = (axis: 0 | 1): number =>
    curve.reduce((sum, point, i) => sum + point[axis] * (weights[i] ?? 0), 0);
  return [at(0), at(1)];
}

/** The area inside a closed line, by the even-odd rule. */
export function area(line: readonly Point[]): Shape {
  const edges = line.map((from, i): readonly [Point, Point] => [from, line[(i + 1) % line.length] ?? from]);
  const near = boxAround(line, 0);
  return (x, y) => {
    if (!near(x, y)) return false;
    let inside = false;
    for (const [[ax, ay], [bx, by]] of edges)
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
    return inside;
  };
}

/** A line drawn with a round pen. `width` may change evenly from the first point to the last. */
export function stroke(line: readonly Point[], width: number, endWidth = width): Shape {
  const last = Math.max(1, line.length - 1);
  const near = boxAround(line, Math.max(width, endWidth) / 2);
  return (x, y) =>
    near(x, y) &&
    line.some((from, i) => {
      const radius = (width + ((endWidth - width) * i) / last) / 2;
      return squaredDistance(x, y, from, line[i + 1] ?? from) <= radius * radius;
    });
}

/** A filled circle. */
export const disc = (centre: Point, radius: number): Shape => stroke([centre], radius * 2);

/** Whatever belongs to at least one of the shapes. */
export const union =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) =>
    shapes.some((shape) => shape(x, y));

/** Whatever belongs to the first shape and not to the second. */
export const without =
  (shape: Shape, hole: Shape): Shape =>
  (x, y) =>
    shape(x, y) && !hole(x, y);

function squaredDistance(x: number, y: number, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / length));
  const [px, py] = [x - ax - along * dx, y - ay - along * dy];
  return px * px + py * py;
}

function boxAround(line: readonly Point[], margin: number): Shape {
  const xs = line.map(([x]) => x);
  const ys = line.map(([, y]) => y);
  const [left, right] = [Math.min(...xs) - margin, Math.max(...xs) + margin];
  const [top, bottom] = [Math.min(...ys) - margin, Math.max(...ys) + margin];
  return (x, y) => x >= left && x <= right && y >= top && y <= bottom;
}
