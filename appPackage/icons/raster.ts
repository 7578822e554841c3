import type { Picture } from './png.ts';
import type { Point, Shape } from './shapes.ts';

/** Red, green and blue, each 0 to 255. */
export type Colour = readonly [red: number, green: number, blue: number];

/** A shape and its paint; a later layer covers the earlier ones. */
export interface Layer {
  readonly shape: Shape;
  readonly paint: (x: number, y: number) => Colour;
}

const samples = 6; // per axis and pixel

/** The square part of the drawing that a picture shows, in the units of the drawing. */
export interface View {
  readonly left: number;
  readonly top: number;
  readonly width: number;
}

/**
 * Draws the part of the layers that `view` shows on a transparent square of `size` pixels.
 * Each pixel asks 36 places which layer is on top there, so edges are smooth at every size.
 */
export function draw(layers: readonly Layer[], size: number, view: View): Picture {
  const pixels = new Uint8Array(size * size * 4);
  const pixel = view.width / size;
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      const [left, top] = [view.left + column * pixel, view.top + row * pixel];
      const hits = layers.map(() => 0);
      for (let sample = 0; sample < samples * samples; sample++) {
        const x = left + (((sample % samples) + 0.5) / samples) * pixel;
        const y = top + ((Math.floor(sample / samples) + 0.5) / samples) * pixel;
        const hit = layers.findLastIndex(({ shape }) => shape(x, y));
        if (hit >= 0) hits[hit] = (hits[hit] ?? 0) + 1;
      }
      const paints = layers.map(({ paint }) => paint(left + pixel / 2, top + pixel / 2));
      pixels.set(mix(paints, hits), (row * size + column) * 4);
    }
  return { width: size, height: size, pixels };
}

/** The mean of the colours by their hits, and how much of the pixel is covered at all. */
function mix(colours: readonly Colour[], hits: readonly number[]): readonly [...Colour, alpha: number] {
  const covered = hits.reduce((sum, count) => sum + count, 0);
  if (covered === 0) return [0, 0, 0, 0];
  const mean = (channel: 0 | 1 | 2): number =>
    Math.round(colours.reduce((sum, colour, i) => sum + colour[channel] * (hits[i] ?? 0), 0) / covered);
  return [mean(0), mean(1), mean(2), Math.round((covered * 255) / (samples * samples))];
}

/** One colour everywhere. */
export const plain = (colour: Colour) => (): Colour => colour;

/** A straight run from one colour at `from` to another at `to`, and no change beyond them. */
export function gradient(from: Point, start: Colour, to: Point, end: Colour): Layer['paint'] {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = dx * dx + dy * dy;
  return (x, y) => {
    const t = Math.min(1, Math.max(0, ((x - from[0]) * dx + (y - from[1]) * dy) / length));
    const at = (channel: 0 | 1 | 2): number => start[channel] + (end[channel] - start[channel]) * t;
    return [at(0), at(1), at(2)];
  };
}
