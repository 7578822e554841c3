import { parseCalendarDate, parseClockTime } from '../domain/calendar.ts';
import { paragraph, remark } from './buttons.ts';
import { layout, texts, type Card, type Text, type Layout } from './card.ts';
import json from './form.json' with { type: 'json' };
import { typed } from './plain.ts';
import { labelOf } from './tone.ts';

/** One thing that a dialog asks for, with what is wrong beside it. */
export interface Field {
  readonly input: Readonly<Record<string, unknown>>;
  readonly problems?: readonly string[];
  readonly help?: string;
}

export interface Form {
  readonly headline: string;
  /** Without markdown, for a screen reader. */
  readonly spoken: string;
  readonly paragraphs: readonly string[];
  readonly fields: readonly Field[];
  /** Title of the button. */
  readonly submit: string;
  /** What is sent beside the values. */
  readonly data: Readonly<Record<string, string | number>>;
}

interface FormCard extends Omit<Form, 'paragraphs' | 'fields'> {
  readonly paragraphs: readonly Text[];
  readonly fields: readonly { readonly items: readonly object[] }[];
}

const fill: Layout<FormCard> = layout(json);

export const formCard = (form: Form): Card =>
  fill({
    ...form,
    paragraphs: texts(form.paragraphs),
    fields: form.fields.map(({ input, problems = [], help }) => ({
      items: [input, ...problems.map(problemText), ...(help === undefined ? [] : [remark(help)])],
    })),
  });

/** By what a dialog is known again when it is sent: see `FormDialog`. */
export const nonceOf = ({ dialog }: { readonly dialog?: string }): Readonly<Record<string, string>> =>
  dialog === undefined ? {} : { dialog };

/** A problem is told by a symbol as well as by its colour. */
export const marked = (problem: string): string => labelOf('attention', problem);

const problemText = (problem: string) =>
  paragraph(marked(problem), { color: 'Attention', weight: 'Bolder', spacing: 'Small' });

/** What every field has: the name by which its value comes back, and the words above it. */
interface Named {
  readonly id: string;
  readonly label: string;
}
interface Required {
  readonly isRequired: true;
  readonly errorMessage: string;
}

/** A typed text comes back as it was typed; longer ones than `maxLength` cannot be. */
export const textInput = (
  { id, label }: Named,
  value: string,
  look: { readonly placeholder: string; readonly maxLength: number; readonly isMultiline?: true },
  required?: Required,
) => ({ type: 'Input.Text', id, label, value: typed(value, look.maxLength), ...look, ...required });

/** What is no date cannot be shown in such a field. */
export const dateInput = (
  { id, label }: Named,
  value: string,
  look: Required & { readonly min?: string; readonly max?: string },
) => ({ type: 'Input.Date', id, label, value: parseCalendarDate(value).ok ? value : '', ...look });

export const timeInput = ({ id, label }: Named, value: string, required: Required) => {
  const time = parseClockTime(value);
  return { type: 'Input.Time', id, label, value: time.ok ? time.value : '', ...required };
};

export const toggleInput = ({ id, label }: Named, title: string, on: boolean) => ({
  type: 'Input.Toggle',
  id,
  label,
  title,
  value: on ? 'true' : 'false',
  valueOn: 'true',
  valueOff: 'false',
});

/** One of a list. */
export const choiceInput = (
  { id, label }: Named,
  choices: readonly { readonly title: string; readonly value: string }[],
  chosen: string,
) => ({
  type: 'Input.ChoiceSet',
  id,
  label,
  style: 'compact',
  value: choices.some(({ value }) => value === chosen) ? chosen : '',
  choices,
});

/** Several may be chosen; they come back with commas between. */
export const choicesInput = (
  { id, label }: Named,
  choices: readonly { readonly title: string; readonly value: string }[],
  chosen: readonly string[],
  required: Required,
) => ({
  type: 'Input.ChoiceSet',
  id,
  label,
  style: 'expanded',
  isMultiSelect: true,
  value: choices.flatMap(({ value }) => (chosen.includes(value) ? [value] : [])).join(','),
  choices,
  ...required,
});
