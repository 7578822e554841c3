/** Code that is mutated in the test of the figure. */
export const mayEnter = (age: number, isGuest: boolean): boolean => age >= 18 && !isGuest;

/** How many times a number can be halved. */
export function halvings(number: number): number {
  let count = 0;
  for (let left = number; left >= 2; left = left / 2) count++;
  return count;
}
