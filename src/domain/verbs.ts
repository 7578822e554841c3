/** The buttons' verbs. Card data carries a verb and ids, never a fact that is not looked up again. */
export const dialogVerbs = ['enter-token', 'watch'] as const;
export type DialogVerb = (typeof dialogVerbs)[number];

export const actionVerbs = ['claim', 'snooze', 'discover'] as const;
export type ActionVerb = (typeof actionVerbs)[number];

export const isDialogVerb = (text: unknown): text is DialogVerb => dialogVerbs.some((verb) => verb === text);
export const isActionVerb = (text: unknown): text is ActionVerb => actionVerbs.some((verb) => verb === text);
