import type { Picture } from './png.ts';
import { draw, gradient, plain, type Colour } from './raster.ts';
import { area, disc, stroke, trace, union, without, type Shape } from './shapes.ts';

// The drawing is 192 units wide, the size of the colour icon. The blade rises from the lower left to the upper
// right inside the middle 120 units, which every client shows whatever form it cuts the icon to.
const wholeField = { left: 0, top: 0, width: 192 };
const swordOnly = { left: 23, top: 27, width: 142 };

const teal: Colour = [13, 118, 128];
const indigo: Colour = [33, 26, 94];
const steel: Colour = [190, 220, 228];
const white: Colour = [255, 255, 255];
const brass: Colour = [246, 190, 84];
const bronze: Colour = [214, 138, 52];

// First the back of the blade, hollow, from the guard to the tip; then the edge, full, from the tip to the guard.
const blade = area(trace('66,116 92,106 118,86 122,58 123,48 128,40 140,32 162,78 140,124 78,134'));
const groove = stroke(trace('80,121 108,112 132,92 135,60'), 3.4, 1.4);
const guardLine = trace('54,103 69,109 79,132 89,150');
const guard = stroke(guardLine, 9);
const grip = stroke(trace('70,126 62,132 54,138 47,147'), 11, 13);
const pommel = disc([44, 151], 9.5);

const everywhere: Shape = () => true;

/** The colour icon: 192 x 192, the field fills the square (Teams rounds the corners itself). */
export const colorIcon = (): Picture =>
  draw(
    [
      { shape: everywhere, paint: gradient([20, 0], teal, [172, 192], indigo) },
      { shape: blade, paint: gradient([120, 60], white, [146, 110], steel) },
      { shape: groove, paint: plain([150, 190, 204]) },
      { shape: union(grip, pommel), paint: gradient([60, 120], brass, [50, 160], bronze) },
      { shape: guard, paint: gradient([56, 104], brass, [88, 148], bronze) },
    ],
    192,
    wholeField,
  );

/** The outline icon: 32 x 32, white on transparent, a silhouette with a gap on both sides of the guard. */
export function outlineIcon(): Picture {
  const pieces = without(union(blade, grip, pommel), stroke(guardLine, 19));
  return draw([{ shape: union(pieces, stroke(guardLine, 8)), paint: plain(white) }], 32, swordOnly);
}
