import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerCard, cardFor, dialogFor, type Message } from '../../src/cards/card-for.ts';
import { wordsOf } from './pieces.ts';
import { announcementSamples, answerSamples, dialogSamples } from './samples.ts';

/** One of the samples by its name; a wrong name is a mistake in the test. */
export const sampleOf = <T>(samples: Readonly<Record<string, T>>, name: string): T => {
  const sample = samples[name];
  if (sample === undefined) throw new Error(`no sample is named ${name}`);
  return sample;
};

export const announced = (name: string) => cardFor(sampleOf(announcementSamples, name));
export const answered = (name: string) => answerCard(sampleOf(answerSamples, name));
export const dialog = (name: string) => dialogFor(sampleOf(dialogSamples, name));

/** What a reader must find, and what must not be there. */
export type Says = readonly [name: string, said: readonly RegExp[], unsaid?: RegExp];

export function testThatSay(find: (name: string) => Message, rows: readonly Says[]): void {
  for (const [name, expected, unsaid] of rows)
    test(`"${name}" says ${expected.map(String).join(' ')}`, () => {
      const words = wordsOf(find(name).card);
      for (const pattern of expected) assert.match(words, pattern);
      if (unsaid !== undefined) assert.doesNotMatch(words, unsaid);
    });
}
