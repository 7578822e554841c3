/** Who and what exists in the simulated tenant when it starts. Ids are made up and stable, so that tests can name them. */

export const tenant = { id: '7d1c1f60-2c3e-4f0a-9b57-0f2c7f6f5a11', name: 'Larkfield Schools' } as const;

/** The bot's own identity in the tenant: app registration, service principal and the credential it signs in with. */
export const bot = {
  appId: 'b0715c1a-9d2e-4b6f-8a31-6f3d9f0c2e44',
  clientSecret: 'sandbox-only-client-secret',
  name: 'Scimitar',
} as const;

/** `holds` is what the control strip tells the visitor about the person. */
export const people = [
  {
    id: '0a1b6f3e-5d7c-4a8e-9f21-3c5d7e9f1b02',
    name: 'Maya Lindqvist',
    upn: 'maya@larkfield.example',
    mail: 'maya@larkfield.example',
    userType: 'Member',
    holds: 'Entra administrator, may rotate',
  },
  {
    id: '1c2d7e4f-6a8b-4b9f-8e32-4d6e8f0a2c13',
    name: 'Tom Adeyemi',
    upn: 'tom@larkfield.example',
    mail: 'tom@larkfield.example',
    userType: 'Member',
    holds: 'Apple administrator, may rotate',
  },
  {
    id: '2d3e8f5a-7b9c-4c0a-9d43-5e7f9a1b3d24',
    name: 'Priya Nair',
    upn: 'priya@larkfield.example',
    mail: 'priya@larkfield.example',
    userType: 'Member',
    holds: 'colleague without rights',
  },
  {
    id: '3e4f9a6b-8c0d-4d1b-8c54-6f8a0b2c4e35',
    name: 'Alex Kim (Guest)',
    upn: 'alex_partner.example#EXT#@larkfield.example',
    mail: 'alex@partner.example',
    userType: 'Guest',
    holds: 'guest from another company',
  },
  {
    id: '4f5a0b7c-9d1e-4e2c-8d65-7a9b1c3d5f46',
    name: 'Ines Roth',
    upn: 'ines@larkfield.example',
    mail: 'ines.roth@larkfield.example',
    userType: 'Member',
    holds: 'head of IT, manager of Maya and Tom',
  },
] as const;

/** The Entra group whose members may rotate: Maya and Tom. */
export const rotators = {
  id: '9e8d7c6b-5a49-4838-8271-605f4e3d2c1b',
  name: 'SCIM token rotators',
  members: [people[0].id, people[1].id],
} as const;

/** Whom Entra names as somebody's manager, by object ids: Ines is Maya's and Tom's. */
export const managers: Readonly<Record<string, string>> = {
  [people[0].id]: people[4].id,
  [people[1].id]: people[4].id,
};

export const team = {
  id: '19:larkfield-it@thread.tacv2',
  aadGroupId: '4b5c6d7e-8f90-4a1b-9c2d-3e4f5a6b7c8d',
  name: 'IT Department',
} as const;

/** As in Teams, the General channel has the id of the team. */
export const channels = [
  { id: team.id, name: 'General' },
  { id: '19:larkfield-it-ops@thread.tacv2', name: 'IT Operations' },
] as const;

/** The team's tags: Maya and Tom are on call; nobody is in the other one. The ids have the form of Graph's. */
export const tags = [
  {
    id: 'N2QxYzFmNjAtMmMzZS00ZjBhLTliNTctMGYyYzdmNmY1YTExIyNpdC1vbi1jYWxs',
    name: 'IT on call',
    members: [people[0].id, people[1].id],
  },
  { id: 'N2QxYzFmNjAtMmMzZS00ZjBhLTliNTctMGYyYzdmNmY1YTExIyNmaXJzdC1haWRz', name: 'First aid', members: [] },
] as const;

/** Enterprise applications. Only the first two feed Apple by SCIM; the others are there so that discovery has something to leave out. */
export const servicePrincipals = {
  appleSchool: {
    id: '5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c01',
    appId: '6b7c8d9e-0f1a-4b2c-9d3e-4f5a6b7c8d01',
    displayName: 'Apple School Manager',
    tenantUrl: 'https://federation.apple.com/feeds/school/scim',
  },
  appleBusiness: {
    id: '5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c02',
    appId: '6b7c8d9e-0f1a-4b2c-9d3e-4f5a6b7c8d02',
    displayName: 'Apple Business Manager',
    tenantUrl: 'https://federation.apple.com/feeds/business/scim',
  },
  atlassian: {
    id: '5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c03',
    appId: '6b7c8d9e-0f1a-4b2c-9d3e-4f5a6b7c8d03',
    displayName: 'Atlassian Cloud',
    tenantUrl: 'https://api.atlassian.com/scim/directory/larkfield',
  },
  appleOidc: {
    id: '5a6b7c8d-9e0f-4a1b-8c2d-3e4f5a6b7c04',
    appId: '6b7c8d9e-0f1a-4b2c-9d3e-4f5a6b7c8d04',
    displayName: 'Apple Business',
    tenantUrl: undefined,
  },
} as const;

/** The hosts the bot speaks to, all of Microsoft's public cloud. The sandbox's network leads them to loopback. */
export const hosts = {
  graph: 'graph.microsoft.com',
  login: 'login.microsoftonline.com',
  botLogin: 'login.botframework.com',
  connector: 'smba.trafficmanager.net',
} as const;

/** What Teams writes into every activity as `serviceUrl`. */
export const serviceUrl = `https://${hosts.connector}/emea/${tenant.id}/`;

/** The SCIM services that Entra provisions to. */
export const scimHosts = { apple: 'federation.apple.com', atlassian: 'api.atlassian.com' } as const;
