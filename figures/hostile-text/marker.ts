/** Stands in every hostile text that has ordinary letters: a card has to show it. */
export const marker = 'Kwyzt';
/** What `41*41` in a template becomes where somebody evaluates it. */
export const evaluated = '1681';
