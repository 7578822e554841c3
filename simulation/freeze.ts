/**
 * Freezes a document with all that is in it, so that nobody can change what is stored. What is frozen already is not
 * entered again. What cannot be serialised throws, as it does in a file: a secret says so itself.
 */
export function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  if ('toJSON' in value) JSON.stringify(value);
  for (const part of Object.values(value)) freeze(part);
  return Object.freeze(value);
}
