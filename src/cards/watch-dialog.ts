import type { DialogView } from '../domain/dialog-view.ts';
import { profileOf } from '../domain/profiles/all.ts';
import type { Card } from './card.ts';
import { expiryFields } from './expiry-fields.ts';
import { formCard, nonceOf } from './form.ts';
import { bare, plain } from './plain.ts';

/** Asks for the expiry date of a connection's present token: no program can look it up. */
export function watchDialog(view: Extract<DialogView, { kind: 'watch' }>): Card {
  const { found, channelName, problems } = view;
  const profile = profileOf(found.profile);
  return formCard({
    headline: `Watch ${plain(found.name)}`,
    spoken: `Watch ${bare(found.name)}: when does its token expire?`,
    paragraphs: [
      `Neither Entra nor ${profile.name} tells a program when the present token expires. Look it up in ${profile.portal.name}, where the tokens are listed, and enter the day here.`,
      `The reminders will come in the channel ${plain(channelName)}, in one thread.`,
    ],
    fields: expiryFields(profile, view, problems),
    submit: 'Watch',
    data: { verb: 'watch', connection: found.id, ...nonceOf(view) },
  });
}
