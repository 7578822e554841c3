import type { Activity } from 'botbuilder';
import {
  dialogData,
  executeData,
  pressed,
  takeExchange,
  takeToken,
  teamsFailureCode,
  type Pressed,
} from '../../../src/bot/incoming.ts';
import { isVerb } from '../../../src/domain/deeds.ts';
import { teamsCouldNot } from '../../../src/domain/sign-in.ts';
import { activities, forms } from '../corpus/activities.ts';
import { mutatedDocument, read, written } from '../documents.ts';
import type { Parser } from '../parser.ts';
import { smallerDocuments } from '../shrink.ts';
import type { Source } from '../source.ts';
import { isGuid } from '../told-by-graph.ts';
import { activityPieces, fieldsOf } from './front-door.ts';

const ids = ['connection', 'cycle', 'dialog', 'question'];
const longestField = 20_000;
const isId = (id: unknown): boolean =>
  id === undefined || (typeof id === 'string' && (isGuid(id.toLowerCase()) || /^[0-9a-f]{32}$/i.test(id)));

interface Read {
  readonly what: Pressed;
  readonly typed: readonly string[];
}

const button: Parser<string, Read> = {
  name: 'pressed',
  draw(source) {
    const form = source.oneOf(Object.values(forms));
    if (source.chance(0.6)) return mutatedDocument(source, form, activityPieces);
    // A token in a field that is none of the token's.
    const token = source.token();
    return mutatedDocument(
      source,
      { ...form, [source.oneOf([...ids.slice(0, 3), 'verb', 'seen'])]: token },
      activityPieces,
    );
  },
  run(text) {
    const data = read(text);
    const what = pressed(data);
    return { what, typed: Object.keys(fieldsOf(data)).map((name) => what.typed(name)) };
  },
  wrong({ what, typed }, text) {
    const { verb, connection, cycle, dialog, question, testOnly, sure, seen } = what;
    if (verb !== undefined && !isVerb(verb)) return 'gave a verb that there is not';
    if (![connection, cycle, dialog].every(isId)) return 'accepted an id that has not the form';
    if (question !== undefined && !/^[A-Za-z0-9_.-]{1,100}$/.test(question))
      return 'accepted a number that has not the form';
    if (typeof testOnly !== 'boolean' || typeof sure !== 'boolean') return 'gave a switch that is none';
    if (seen !== undefined && typeof seen !== 'number') return 'gave a count that is none';
    if (typed.some((one) => typeof one !== 'string' || one.length > longestField))
      return 'gave a field that is no text, or too long';
    const isTooMuch = text.length > 60_000;
    return isTooMuch && (verb !== undefined || typed.some((one) => one !== ''))
      ? 'read more than a card can hold'
      : undefined;
  },
  told: ({ what: { verb, connection, cycle, dialog, seen } }) =>
    JSON.stringify([verb, connection, cycle, dialog, seen]),
  smaller: smallerDocuments,
};

interface Taken {
  readonly taken: string;
  readonly left: string;
}

/** An activity with a token where a form or a sign-in has it. */
function holding(source: Source, name: 'tokenForm' | 'exchange'): string {
  const text = mutatedDocument(source, activities[name], activityPieces);
  const activity = text.length < 20_000 ? read(text) : undefined;
  const { value } = fieldsOf(activity);
  const inner = name === 'tokenForm' ? fieldsOf(value)['data'] : value;
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return text;
  const whole = { ...inner, token: source.chance(0.1) ? [{ it: source.token() }] : source.token() };
  return written({
    ...fieldsOf(activity),
    value: name === 'tokenForm' ? { ...fieldsOf(value), data: whole } : whole,
  });
}

const tokenField: Parser<string, Taken> = {
  name: 'take-token',
  draw: (source) => holding(source, 'tokenForm'),
  run(text) {
    const activity = fieldsOf(read(text)) as unknown as Activity;
    const taken = takeToken(activity);
    pressed(dialogData(activity));
    return { taken, left: text.length < 20_000 ? JSON.stringify(activity) : '' };
  },
  wrong({ taken }, text, [token]) {
    const { token: sent } = fieldsOf(fieldsOf(fieldsOf(read(text))['value'])['data']);
    if (taken !== (typeof sent === 'string' ? sent : '')) return 'took something else than the token';
    return token !== undefined && taken !== '' && taken !== token ? 'changed the token' : undefined;
  },
  told: ({ left }) => left,
  smaller: smallerDocuments,
};

const exchanged: Parser<string, Taken> = {
  name: 'take-exchange',
  draw: (source) => holding(source, 'exchange'),
  run(text) {
    const activity = fieldsOf(read(text)) as unknown as Activity;
    const { assertion, id, connectionName } = takeExchange(activity);
    const left = text.length < 20_000 ? JSON.stringify([activity, id, connectionName]) : '';
    return { taken: assertion.reveal(), left };
  },
  wrong({ taken }, text) {
    const { token: sent } = fieldsOf(fieldsOf(read(text))['value']);
    return taken === (typeof sent === 'string' ? sent : '')
      ? undefined
      : 'took something else than the token';
  },
  told: ({ left }) => left,
  smaller: smallerDocuments,
};

const failureCode: Parser<string, string> = {
  name: 'sign-in-failure',
  draw(source) {
    const activity = activities['failure'];
    const whole = source.chance(0.5) ? activity : { ...fieldsOf(activity), value: { code: source.token() } };
    return mutatedDocument(source, whole, ['resourcematchfailed', 'invokeerror', 'a'.repeat(41)]);
  },
  run: (text) => JSON.stringify(teamsCouldNot(teamsFailureCode(fieldsOf(read(text)) as unknown as Activity))),
  wrong: (told) =>
    /"code":"teams-[a-z]{1,40}"/.test(told) ? undefined : 'told a code that has not the form',
  told: (told) => told,
  smaller: smallerDocuments,
};

const execute: Parser<string, unknown> = {
  name: 'execute-data',
  draw: (source) => mutatedDocument(source, activities['execute'], activityPieces),
  run: (text) => executeData(fieldsOf(read(text)) as unknown as Activity),
  wrong(data, text) {
    const { verb } = fieldsOf(fieldsOf(fieldsOf(read(text))['value'])['action']);
    return Object.is(fieldsOf(data)['verb'], verb) || typeof verb === 'object'
      ? undefined
      : 'gave another verb';
  },
  smaller: smallerDocuments,
};

export const filled = [button, tokenField, exchanged, failureCode, execute] as const;
