import {
  furthestRung,
  ladderFailures,
  mostRungs,
  parseLadder,
  usualLadder,
} from '../../../src/domain/ladder.ts';
import { parseHolders, roles, type Role } from '../../../src/domain/roles.ts';
import { parsePostedEnd, postedEnd } from '../../../src/domain/trail.ts';
import type { Parser } from '../parser.ts';
import { smallerTexts } from '../shrink.ts';
import { listed, mutated } from '../texts.ts';

const rungPieces = [...listed('60 1 0 -1 –3 300 301 007 1e2 0x10 1.5 , ; / ٣'), ...[' ', '9'.repeat(25)]];

const ladder: Parser<string, ReturnType<typeof parseLadder>> = {
  name: 'ladder',
  draw(source) {
    const many = source.chance(0.1) ? 26 : 8;
    const rungs = Array.from({ length: source.between(0, many) }, () => String(source.between(0, 310)));
    const text = source.chance(0.2)
      ? usualLadder.join(', ')
      : rungs.join(source.oneOf([', ', ' ', ';', '/', ',']));
    return mutated(source, text, rungPieces);
  },
  run: parseLadder,
  wrong(read, text) {
    if (!read.ok)
      return ladderFailures.includes(read.failure) ? undefined : 'failed in a way that is not listed';
    const written = text
      .split(/[^0-9]+/)
      .filter((part) => part !== '')
      .map(Number);
    if (/[^\s,;/0-9]/.test(text)) return 'accepted what is no number';
    if (written.length === 0 || written.filter((rung) => rung > 1).length > mostRungs)
      return 'accepted too few or too many';
    if (written.some((rung) => rung > furthestRung)) return 'accepted a day too far away';
    const expected = [...new Set([...written, 1, 0])].sort((one, other) => other - one);
    if (expected.length > new Set(written).size + 2 || read.value.join() !== expected.join())
      return 'read other days';
    const again = parseLadder(read.value.join(', '));
    return again.ok && again.value.join() === expected.join()
      ? undefined
      : 'is read otherwise when written out';
  },
};

const ids = [
  '9e8d7c6b-5a49-4838-8271-605f4e3d2c1b',
  '0A1B6F3E-5D7C-4A8E-9F21-3C5D7E9F1B02',
  '62e90394-69f5-4237-9190-012177145e10',
];
const holderPieces = [
  ...ids,
  ...ids.map((id) => `group:${id}`),
  ...listed('group: person: role: everyone EVERYONE , ; maya@larkfield.example admin:'),
  ' ',
];

interface TypedHolders {
  readonly role: Role;
  readonly text: string;
}

const holders: Parser<TypedHolders, ReturnType<typeof parseHolders>> = {
  name: 'role-holders',
  draw(source) {
    const many = source.chance(0.05) ? 24 : 3;
    const entries = Array.from({ length: source.between(0, many) }, () => {
      const id = source.chance(0.7)
        ? source.oneOf(ids)
        : `${source.oneOf(ids).slice(0, -4)}${String(source.between(1000, 9999))}`;
      return `${source.oneOf(['group', 'person', 'role', 'Group'])}:${id}`;
    });
    if (source.chance(0.2)) entries.push('everyone');
    return {
      role: source.oneOf(roles),
      text: mutated(source, entries.join(source.oneOf([',', ' ; ', '\n'])), holderPieces),
    };
  },
  run: ({ role, text }) => parseHolders(role, text),
  wrong({ holders: { people, groups, directoryRoles, everyone }, problems }, { role, text }) {
    const held = [people, groups, directoryRoles];
    if (held.flat().some((id) => !/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id)))
      return 'accepted an id that has not the form';
    if (problems.length > 0)
      return new Set(problems).size < problems.length ? 'told a problem twice' : undefined;
    if (everyone === true && role !== 'view') return 'gave everyone a role that is not for everyone';
    if (held.some(({ length }) => length > 20)) return 'accepted more than Entra can be asked about';
    const entries = text.split(/[\s,;]+/).filter((entry) => entry !== '');
    const expected = new Set(entries.map((entry) => entry.toLowerCase()));
    const written = [
      ...people.map((id) => `person:${id}`),
      ...groups.map((id) => `group:${id}`),
      ...directoryRoles.map((id) => `role:${id}`),
      ...(everyone === true ? ['everyone'] : []),
    ];
    if (written.length !== expected.size || written.some((entry) => !expected.has(entry)))
      return 'read others';
    const again = parseHolders(role, written.join(', '));
    return again.problems.length === 0 && JSON.stringify(again.holders.people) === JSON.stringify(people)
      ? undefined
      : 'is read otherwise when written out';
  },
  *smaller({ role, text }) {
    for (const smaller of smallerTexts(text)) yield { role, text: smaller };
  },
  sizeOf: ({ text }) => text.length,
};

const hash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const endPieces = [
  ...listed('412: 0: 999999999999: 1000000000000: -1: :'),
  ...[hash, hash.slice(0, 32), hash.toUpperCase(), ' '],
];

const end: Parser<string, ReturnType<typeof parsePostedEnd>> = {
  name: 'posted-end',
  draw: (source) =>
    mutated(source, `${source.between(0, 5000)}:${hash.slice(0, source.oneOf([31, 32, 33, 64]))}`, endPieces),
  run: parsePostedEnd,
  wrong(read, text) {
    const [seq = '', digits = '', ...more] = text
      .trim()
      .split(':')
      .map((part) => part.trim());
    const isRight =
      more.length === 0 &&
      /^[0-9]{1,12}$/.test(seq) &&
      digits.length >= 32 &&
      digits.length <= 64 &&
      /^[0-9a-fA-F]+$/.test(digits);
    if ((read !== undefined) !== isRight) return read === undefined ? 'refused an end' : 'accepted no end';
    if (read === undefined) return undefined;
    if (read.seq !== Number(seq) || read.hash !== digits.toLowerCase()) return 'read another end';
    const again = parsePostedEnd(postedEnd(read));
    return again?.seq === read.seq && read.hash.startsWith(again.hash)
      ? undefined
      : 'is read otherwise when written out';
  },
};

export const settingsTexts = [ladder, holders, end] as const;
