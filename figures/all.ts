import type { Figure } from './figure.ts';
import { firstReply } from './first-reply.ts';
import { startUp } from './start-up.ts';
import { tokenLeaks } from './token-leaks.ts';

export const figures: readonly Figure[] = [startUp, firstReply, tokenLeaks];
