// Draws the two icons of the app package: `npm run icons`. The committed files are the output of this script.
import { writeFileSync } from 'node:fs';
import { encodePng } from './icons/png.ts';
import { colorIcon, outlineIcon } from './icons/scimitar.ts';

writeFileSync(new URL('color.png', import.meta.url), encodePng(colorIcon()));
writeFileSync(new URL('outline.png', import.meta.url), encodePng(outlineIcon()));
