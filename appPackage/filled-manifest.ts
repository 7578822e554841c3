import { failed, ok, type Result } from '../src/domain/result.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

/** The lines NAME=value of one of the toolkit's files in `env/`; empty values are left out. */
export function variablesIn(text: string): Variables {
  const lines = text.split('\n').map((line) => /^([A-Z][A-Z0-9_]*)=(.+)$/.exec(line.trim()));
  return Object.fromEntries(lines.flatMap((match) => (match === null ? [] : [[match[1] ?? '', match[2]]])));
}

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The manifest with its `${{…}}` replaced, or a sentence for each that cannot be. Without ids of their own the app in Teams
 * and what people sign in to have the bot's.
 */
export function fillManifest(template: string, given: Variables): Result<string, readonly string[]> {
  const { BOT_ID: botId } = given;
  const variables: Variables = {
    TEAMS_APP_ID: botId,
    AAD_APP_CLIENT_ID: botId,
    APP_NAME_SUFFIX: '',
    ...given,
  };
  const names = new Set([...template.matchAll(/\$\{\{([A-Z0-9_]+)\}\}/g)].map(([, name]) => name ?? ''));
  const problems = [...names].flatMap((name) => {
    const value = variables[name];
    if (value === undefined) return name.endsWith('_ID') && name !== 'BOT_ID' ? [] : [`${name} is missing.`];
    return name.endsWith('_ID') && !guid.test(value) ? [`${name} is not an id.`] : [];
  });
  if (problems.length > 0) return failed(problems);
  return ok(
    [...names].reduce((text, name) => text.replaceAll(`\${{${name}}}`, variables[name] ?? ''), template),
  );
}
