import { activities } from './activities.ts';
import { claims } from './claims.ts';
import type { Room } from './forge.ts';
import { signatures } from './signatures.ts';
import { transport } from './transport.ts';

/** Every request that is refused because of what it is. */
export const rooms: Readonly<Record<string, Room>> = { signatures, claims, transport, activities };
