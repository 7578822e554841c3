import type { TokenFormProblem } from '../domain/dialog-view.ts';
import { furthestExpiryDays, type ExpiryFailure } from '../domain/expiry.ts';
import type { Profile } from '../domain/profile.ts';
import { tokenLength } from '../domain/scim-token.ts';

type TokenProblem = Extract<TokenFormProblem, { field: 'token' }>['why'];

/** What is wrong with a pasted token, and what to do. Never a character of it. */
export function tokenProblemWords(why: TokenProblem, { portal }: Profile): string {
  const again = `Copy the token in ${portal.name} again and paste it here.`;
  switch (why) {
    case 'empty':
      return `There was no token. ${again}`;
    case 'too-short':
      return `This is too short to be a token (fewer than ${tokenLength.shortest} characters). ${again}`;
    case 'too-long':
      return `This is too long to be a token. Paste the token alone. ${again}`;
    case 'several-words':
      return `There are blanks inside, so this is not the token alone. ${again}`;
    case 'a-web-address':
      return `This is a web address, perhaps the tenant URL. The secret token is wanted. ${again}`;
    case 'a-client-id':
      return `This is a client ID (it begins with SCIM.), not the token. ${again}`;
    case 'strange-characters':
      return `There are characters inside that no token has, such as accents or dots of a masked value. ${again}`;
    case 'already-in-use':
      return `This is the token that Scimitar saved last time. Make a new one in ${portal.name} and paste that.`;
  }
}

/** What is wrong with an expiry date, and what to do. */
export function expiryProblemWords(why: ExpiryFailure, { portal }: Profile): string {
  switch (why) {
    case 'missing':
      return `The expiry date is missing. ${portal.name} shows it beside the token.`;
    case 'not-a-date':
      return `This is no date. Choose the day that ${portal.name} shows, or write it as 2027-11-23.`;
    case 'past':
      return `This day has passed. Check in ${portal.name} that it is the date of this token.`;
    case 'too-far':
      return `This is more than ${furthestExpiryDays} days away; a token lives one year. Check the date in ${portal.name}.`;
  }
}
