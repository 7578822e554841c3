// A part of the worlds in a process of its own: takes its share as text, sends what it found and ends.
import { startApp } from '../../src/app.ts';
import { playShare, type Share } from './worlds.ts';

const played = await playShare(startApp, JSON.parse(process.argv[2] ?? '') as Share);
process.send?.(played, () => {
  process.disconnect();
});
