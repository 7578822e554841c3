import { svg } from './element.ts';

/** Drawn on a 20 by 20 grid with a line of 1.4. */
const shapes = {
  bell: ['M5 13.5V9a5 5 0 0 1 10 0v4.5l1.3 1.5H3.7z', 'M8.3 15.2a1.8 1.8 0 0 0 3.4 0'],
  chat: [
    'M10 3.2a6.8 6.8 0 1 1-3.2 12.8L3.2 17l1-3.5A6.8 6.8 0 0 1 10 3.2z',
    'M7.3 8.6h5.4',
    'M7.3 11.4h3.6',
  ],
  calendar: [
    'M3.5 5.5a2 2 0 0 1 2-2h9a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-9a2 2 0 0 1-2-2z',
    'M3.5 7.5h13',
    'M7 11h.01M10 11h.01M13 11h.01M7 13.8h.01M10 13.8h.01',
  ],
  phone: [
    'M6.4 3.4l1.7 3.4-1.5 1.6c.7 2 2.4 3.9 4.7 5l1.7-1.5 3.2 2c-.4 1.8-1.7 2.9-3.4 2.6C8 15.6 4 10.6 3.8 6.200c0-1.5 1-2.7 2.6-2.800z',
  ],
  files: [
    'M4 4.800A1.3 1.3 0 0 1 5.3 3.500h3l1.7 2h4.700A1.3 1.3 0 0 1 16 6.800v7.900a1.3 1.3 0 0 1-1.3 1.300H5.300A1.3 1.3 0 0 1 4 14.700z',
  ],
  plus: ['M10 4v12', 'M4 10h12'],
  sun: [
    'M10 6.800a3.2 3.2 0 1 1 0 6.4 3.2 3.2 0 0 1 0-6.400z',
    'M10 2.500v1.600M10 15.900v1.600M2.5 10h1.600M15.9 10h1.600M4.7 4.700l1.1 1.100M14.2 14.200l1.1 1.100M4.7 15.300l1.1-1.100M14.2 5.800l1.1-1.1',
  ],
  moon: ['M16 11.800A6.6 6.6 0 0 1 8.2 4a6.5 6.5 0 1 0 7.8 7.800z'],
  globe: [
    'M10 3a7 7 0 1 1 0 14 7 7 0 0 1 0-14z',
    'M3.2 10h13.6',
    'M10 3c2.6 2 2.6 12 0 14M10 3c-2.6 2-2.6 12 0 14',
  ],
  close: ['M5 5l10 10', 'M15 5L5 15'],
  back: ['M12 4.500L6.5 10l5.5 5.5'],
  down: ['M5 7.800l5 5 5-5'],
  send: ['M3.5 4l13.5 6-13.5 6 2-6z', 'M5.5 10H11'],
  reply: ['M8 5L3.5 9.3 8 13.6', 'M3.8 9.300h6.700a5.5 5.5 0 0 1 5.5 5.5'],
  mention: ['M10 7a3 3 0 1 1 0 6 3 3 0 0 1 0-6z', 'M13 7.200v3.600c0 2.6 4 2.6 4-.8a7 7 0 1 0-3 5.7'],
  prompts: [
    'M10 3.500l1.6 4.2 4.3 1.5-4.3 1.600L10 15l-1.6-4.2-4.3-1.6 4.3-1.500z',
    'M15.5 14v3M14 15.500h3',
  ],
  copy: [
    'M7 7.200A1.2 1.2 0 0 1 8.2 6h6.600A1.2 1.2 0 0 1 16 7.200v7.600a1.2 1.2 0 0 1-1.2 1.200H8.200A1.2 1.2 0 0 1 7 14.800z',
    'M4.6 12.600A1.2 1.2 0 0 1 4 11.500V5.200A1.2 1.2 0 0 1 5.2 4h6a1.2 1.2 0 0 1 1 .6',
  ],
  warning: ['M10 3.500l7 12.500H3z', 'M10 8.200v3.8', 'M10 14h.01'],
} as const;
export type IconName = keyof typeof shapes;

/** Icons are decoration: the button around them has the words. */
export function icon(name: IconName): SVGElement {
  return svg(
    'svg',
    { viewBox: '0 0 20 20', class: 'icon', 'aria-hidden': 'true', focusable: 'false' },
    ...shapes[name].map((d) => svg('path', { d })),
  );
}

/** The bot's avatar: a curved blade. */
export function blade(): SVGElement {
  return svg(
    'svg',
    { viewBox: '0 0 32 32', class: 'blade', 'aria-hidden': 'true', focusable: 'false' },
    svg('path', {
      class: 'blade-steel',
      d: 'M25.6 5.200c.9 8.7-4.1 15.7-13 18.300l-2.4-2.600C17.6 18.5 22.6 13 25.6 5.200z',
    }),
    svg('path', { class: 'blade-hilt', d: 'M8.1 19.700l5 5.300M9.7 23.200l-3.2 3.5' }),
  );
}
