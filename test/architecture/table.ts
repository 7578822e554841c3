import type { Rules } from './rules.ts';

// The files that may see a token in clear: where it is wrapped, where it is sent, where it is told from others.
const revealers = [
  'src/domain/secret.ts',
  'src/adapters/graph/provisioning.ts',
  'src/adapters/fingerprint.ts',
  // A person's sign-in, in place of a token: where it is checked, and where the credential is made of it.
  'src/adapters/teams/assertion.ts',
  'src/credentials.ts',
];

const nowhere: readonly string[] = [];

/** The table that src keeps. To let a new place do something, change its row here and say why. */
export const rules: Rules = {
  rooms: [
    {
      where: 'src/domain/',
      mayImport: ['src/domain/'],
      because: 'the domain knows facts and rules and nobody else',
    },
    {
      where: 'src/ports/',
      mayImport: ['src/domain/', 'src/ports/'],
      because: 'the ports say in the words of the domain what is needed from outside',
    },
    {
      where: 'src/flows/',
      mayImport: ['src/domain/', 'src/ports/', 'src/flows/'],
      because: 'a flow tells facts through ports and knows neither cards nor adapters',
    },
    {
      where: 'src/cards/',
      mayImport: ['src/domain/', 'src/cards/'],
      because: 'a card turns facts into words and starts nothing',
    },
    {
      where: 'src/bot/',
      mayImport: ['src/domain/', 'src/ports/', 'src/flows/', 'src/cards/', 'src/bot/'],
      because: 'the bot takes turns in and reaches the outside through ports only',
    },
    {
      where: 'src/adapters/graph/',
      mayImport: ['src/domain/', 'src/ports/', 'src/adapters/graph/', 'src/adapters/*'],
      because: 'an adapter knows its own side and what all adapters share; Graph needs no card',
    },
    {
      where: 'src/adapters/store/',
      mayImport: ['src/domain/', 'src/ports/', 'src/adapters/store/', 'src/adapters/*'],
      because: 'an adapter knows its own side and what all adapters share; the store needs no card',
    },
    {
      where: 'src/adapters/teams/',
      mayImport: ['src/domain/', 'src/ports/', 'src/cards/', 'src/adapters/teams/', 'src/adapters/*'],
      because: 'an adapter knows its own side and what all adapters share, and sends what the cards drew',
    },
    {
      where: 'src/adapters/',
      mayImport: ['src/domain/', 'src/ports/', 'src/cards/', 'src/adapters/'],
      because: 'an adapter does what a port asks and knows neither flows nor the bot',
    },
    {
      where: 'src/cloud.ts',
      mayImport: [],
      because: 'the addresses of each cloud are facts, and stand in one place',
    },
    {
      where: 'src/config.ts',
      mayImport: ['src/domain/', 'src/cloud.ts', 'src/role-settings.ts'],
      because: 'the settings are read from a plain record, which anybody can pass in',
    },
    {
      where: 'src/role-settings.ts',
      mayImport: ['src/domain/'],
      because: 'who has which role is read like any other setting',
    },
    {
      where: 'src/people-signing-in.ts',
      mayImport: ['src/ports/', 'src/adapters/', 'src/cloud.ts', 'src/config.ts', 'src/credentials.ts'],
      because: 'a part of the composition: what delegated rights need is wired in one place',
    },
    {
      where: 'src/services.ts',
      mayImport: ['src/ports/', 'src/adapters/', 'src/cloud.ts', 'src/config.ts', 'src/credentials.ts'],
      because:
        'a part of the composition: the way to Microsoft is wired once, for the bot and for the doctor',
    },
    {
      where: 'src/credentials.ts',
      mayImport: ['src/domain/', 'src/adapters/*', 'src/cloud.ts', 'src/config.ts'],
      because: 'credentials are made of the settings, for whoever wires the product together',
    },
    {
      where: 'src/app.ts',
      mayImport: [
        'src/domain/',
        'src/ports/',
        'src/flows/',
        'src/cards/',
        'src/bot/',
        'src/adapters/',
        'src/cloud.ts',
        'src/config.ts',
        'src/credentials.ts',
        'src/people-signing-in.ts',
        'src/services.ts',
      ],
      because: 'the composition root knows everybody in src except main, and nothing outside',
    },
    {
      where: 'src/examination.ts',
      mayImport: [
        'src/domain/',
        'src/ports/',
        'src/flows/',
        'src/adapters/',
        'src/config.ts',
        'src/services.ts',
      ],
      because: 'a second composition root, smaller: what examines an installation without a bot',
    },
    {
      where: 'src/doctor.ts',
      mayImport: ['src/examination.ts', 'src/config.ts', 'src/domain/', 'src/adapters/certificate.ts'],
      because: 'the doctor reads the environment, has the installation examined and prints what was found',
    },
    {
      where: 'src/main.ts',
      mayImport: ['src/app.ts', 'src/config.ts', 'src/adapters/certificate.ts'],
      because: 'main reads the environment, has its files looked at, starts the app and ends the process',
    },
  ],
  packages: [
    {
      name: 'node:',
      onlyIn: ['src/adapters/', 'src/main.ts', 'src/doctor.ts'],
      because: 'what the machine gives comes in through adapters and main',
    },
    {
      name: 'temporal-polyfill',
      onlyIn: ['src/domain/calendar.ts'],
      because: 'calendar arithmetic has one home',
    },
    {
      name: 'adaptivecards-templating',
      onlyIn: ['src/cards/'],
      files: 1,
      because: 'one file renders, so that no card can be filled another way',
    },
    {
      name: '@microsoft/teams-ai',
      onlyIn: ['src/bot/'],
      files: 1,
      because: 'teams-ai is superseded and stays behind one file',
    },
    {
      name: 'botbuilder',
      onlyIn: ['src/bot/', 'src/adapters/teams/', 'src/app.ts'],
      because: 'turns come in through the bot and go out through the Teams adapter',
    },
    {
      name: 'botframework-connector',
      onlyIn: ['src/adapters/teams/'],
      typeOnly: true,
      because: 'it comes with botbuilder and is named by its types only',
    },
    {
      name: 'botframework-schema',
      onlyIn: ['src/adapters/teams/'],
      because: 'the wire types belong to the Teams adapter',
    },
    {
      name: 'jose',
      onlyIn: ['src/adapters/teams/'],
      because: 'callers are checked where they come in',
    },
    {
      name: '@microsoft/microsoft-graph-client',
      onlyIn: ['src/adapters/graph/', 'src/app.ts'],
      because: 'Graph is spoken in one folder',
    },
    {
      name: '@photostructure/sqlite',
      onlyIn: ['src/adapters/store/'],
      because: 'the database is the business of the store',
    },
    {
      name: '@azure/data-tables',
      onlyIn: ['src/adapters/store/tables/'],
      because: 'tables are spoken in one folder',
    },
    {
      name: 'restify',
      onlyIn: ['src/adapters/server.ts'],
      because: 'one file speaks HTTP to the world',
    },
    {
      name: '@azure/identity',
      onlyIn: ['src/credentials.ts'],
      because: 'credentials are made in one file and passed in',
    },
    {
      name: '@azure/core-rest-pipeline',
      onlyIn: ['src/app.ts'],
      typeOnly: true,
      because: 'the pipeline comes with the SDKs and is named by its types only',
    },
  ],
  usages: [
    { usage: 'reveal', onlyIn: revealers, because: 'a secret is revealed inside the call that needs it' },
    { usage: 'machine clock', onlyIn: ['src/main.ts', 'src/doctor.ts'], because: 'time is passed in' },
    {
      usage: 'process.env',
      onlyIn: ['src/main.ts', 'src/doctor.ts'],
      because: 'settings are read in one place and checked at once',
    },
    {
      usage: 'process.exit',
      onlyIn: ['src/main.ts', 'src/doctor.ts'],
      because: 'only main and the doctor end the process',
    },
    { usage: 'any', onlyIn: nowhere, because: 'any switches the compiler off for whatever it touches' },
  ],
};
