import type { Topic } from '../topic.ts';
import { notWrittenDown } from '../upstream.ts';

/** What stands in Scimitar's own way. */
export const ownTopics: readonly Topic[] = [
  {
    id: 'audit-trail',
    sees: 'Scimitar says that it cannot write its audit trail, and does nothing.',
    words: [notWrittenDown.code, 'audit', 'disk full', 'store', 'scimitar_store'],
    answers: [{ code: new RegExp(`^${notWrittenDown.code}$`) }],
    help: ({ again }) => ({
      cause:
        'Scimitar could not write into its audit trail what it was about to do. What it cannot write down, it does not do.',
      nextStep: `Whoever runs Scimitar looks into its log for “trail.not-written” and sees to the disk of SCIMITAR_STORE. Then ${again}.`,
    }),
    links: [],
  },
];
