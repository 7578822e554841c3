import type { Announcement } from '../../src/domain/announcement.ts';
import type { Answer, Notice } from '../../src/domain/answer.ts';
import type { DialogView } from '../../src/domain/dialog-view.ts';
import { livingSamples, otherSamples, replySamples } from './samples/announcements.ts';
import { answerSamples as answersOf } from './samples/answers.ts';
import { dialogSamples as dialogsOf } from './samples/dialogs.ts';
import { noticeSamples as noticesOf } from './samples/notices.ts';
import { noticedSamples } from './samples/noticed.ts';
import { rotationSamples } from './samples/rotations.ts';
import { honest, worldOf, type Outside } from './samples/world.ts';

export { honest, type Outside };

export interface Samples {
  readonly announcements: Readonly<Record<string, Announcement>>;
  readonly answers: Readonly<Record<string, Answer>>;
  readonly dialogs: Readonly<Record<string, DialogView>>;
  readonly notices: Readonly<Record<string, Notice>>;
}

/** A full and a bare one of every kind that the bot says. */
export function samplesOf(outside: Outside): Samples {
  const world = worldOf(outside);
  const notices = noticesOf(world);
  return {
    announcements: {
      ...livingSamples(world),
      ...replySamples(world),
      ...otherSamples(world),
      ...rotationSamples(world),
      ...noticedSamples(world),
    },
    answers: { ...answersOf(world), ...notices },
    dialogs: dialogsOf(world),
    notices,
  };
}

const samples = samplesOf(honest);
export const announcementSamples = samples.announcements;
export const answerSamples = samples.answers;
export const dialogSamples = samples.dialogs;
export const noticeSamples = samples.notices;
