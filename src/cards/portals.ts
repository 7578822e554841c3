/** Entra's admin centre. A link to one application's provisioning page needs its app id, which nobody has looked up. */
export const entraUrl = 'https://entra.microsoft.com/';
