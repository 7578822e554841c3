import type { NobodyHas } from '../domain/answer.ts';
import type { Outsider } from '../domain/outsider.ts';
import type { Role } from '../domain/roles.ts';
import type { plain } from './plain.ts';
import { oneOf } from './time-words.ts';

const rights: Readonly<Record<Role, string>> = {
  view: 'see how the tokens stand',
  claim: 'take on or snooze this token',
  submit: 'rotate this token',
  approve: 'approve a new token',
  configure: 'set up connections or change their settings',
};

/** Behind "may" or "no right to". */
export const rightWords = (what: Role | 'rotate'): string => rights[what === 'rotate' ? 'submit' : what];

const mostNames = 5;

/** Whom somebody without a role can ask, or what has to be done before there is anybody. */
export function whomToAsk(
  what: Role,
  ask: readonly string[],
  nobody: NobodyHas | undefined,
  harmless: typeof plain,
): string {
  const setting = `SCIMITAR_ROLE_${what.toUpperCase()}`;
  switch (nobody) {
    case 'not-given':
      return `Nobody may: the setting ${setting} gives this role to nobody. Ask whoever runs Scimitar.`;
    case 'gone':
      return `Nobody may at present: in Entra the groups of this role are empty or deleted, and its people disabled. Ask an administrator of Entra to put somebody into the group, or whoever runs Scimitar to change ${setting}.`;
    case undefined:
      return ask.length === 0
        ? 'Ask an administrator of Entra who may.'
        : `Ask ${oneOf(ask.slice(0, mostNames).map((name) => harmless(name, 60)))}.`;
  }
}

/** Headline and what to do. */
export const outsiderWords: Readonly<Record<Outsider, readonly [headline: string, what: string]>> = {
  guest: ['Guests cannot use Scimitar', 'Ask a member of this organisation. Nothing was done.'],
  'other-tenant': [
    'People of other organisations cannot use Scimitar',
    'Ask a member of the organisation that this team belongs to. Nothing was done.',
  ],
  anonymous: [
    'Teams does not tell Scimitar who you are',
    'Sign in to Teams with your account of this organisation. Nothing was done.',
  ],
  bot: ['Other bots cannot use Scimitar', 'A person has to do this. Nothing was done.'],
};
