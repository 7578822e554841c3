import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { errorShapesFigure } from '../../figures/error-shapes.ts';
import { token } from '../golden/recipe.ts';
import { findLeaks } from '../scenarios/leaks.ts';

describe('the golden answers of Graph', () => {
  test('all are understood as they are written down', async () => {
    const { value, details = [] } = await errorShapesFigure().measure('usual');
    assert.equal(value, 0, details.join('\n'));
    assert.match(details.join('\n'), /^of \d{3} shapes$/);
  });

  test('one cause that is another, one that is guessed and one leak are counted, and named without the token', async () => {
    let asked = 0;
    const { value, details = [] } = await errorShapesFigure((ask) => async (shape) => {
      const answer = await ask(shape);
      const { failure, understood } = answer;
      switch (++asked) {
        case 3:
          return { ...answer, understood: { ...understood, cause: 'Apple did it.' } };
        case 50:
          return { ...answer, understood: { ...understood, kind: 'token-refused' } };
        case 100:
          return { ...answer, failure: { ...failure, text: Buffer.from(`:${token}`).toString('base64url') } };
        default:
          return answer;
      }
    }).measure('usual');
    assert.equal(value, 3, details.join('\n'));
    assert.match(details[0] ?? '', /^cannot-tell: a name that cannot be resolved: understood as cannot-tell/);
    assert.match(details[2] ?? '', /the failure holds a part of the token, spelled base64 at 1$/);
    assert.deepEqual(findLeaks(token, [{ name: 'details', text: details.join('\n') }]), []);
  });

  test('a search that is blind fails the figure', async () => {
    await assert.rejects(
      errorShapesFigure(undefined, () => []).measure('usual'),
      /planted leak was not found/,
    );
  });
});
