import type { Link, Profile } from '../domain/profile.ts';

/** Entra's admin centre. A link to one application's provisioning page needs its app id, which nobody has looked up. */
const entraUrl = 'https://entra.microsoft.com/';

export const portalLink = ({ portal }: Profile): Link => ({ title: `Open ${portal.name}`, url: portal.url });
export const entraLink: Link = { title: 'Open Entra', url: entraUrl };
