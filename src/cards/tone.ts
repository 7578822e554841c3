/** The container styles that Teams draws in its light, dark and high-contrast themes. */
export type Tone = 'good' | 'warning' | 'attention' | 'accent';

const symbols: Readonly<Record<Tone, string>> = { good: '✓', warning: '!', attention: '!', accent: 'ⓘ' };

/** A symbol and a word, so that no state is told by colour alone. */
export const labelOf = (tone: Tone, word: string): string => `${symbols[tone]} ${word}`;
