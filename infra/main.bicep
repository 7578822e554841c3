// Everything that Scimitar needs in Azure, in one resource group: an identity, the bot's registration, a web app, and a
// storage account for its data. It takes no secret and makes none. How to use it: docs/deploy.md.
targetScope = 'resourceGroup'

@description('Ends the names of all resources. Two of the names are unique in the whole of Azure.')
@minLength(3)
@maxLength(12)
param suffix string = take(uniqueString(resourceGroup().id), 8)

@description('Azure region of everything but the bot registration, which belongs to none.')
param location string = resourceGroup().location

@description('Name of the bot, as people see it.')
@maxLength(42)
param botDisplayName string = 'Scimitar'

@description('Object ID of the Entra group whose members see, take on and enter tokens and set the bot up.')
@minLength(36)
@maxLength(36)
param rotatorGroup string

@description('IANA time zone of channels that have not been given their own, such as Europe/Berlin.')
param timeZone string = 'UTC'

@description('Further settings of docs/settings.md, by name: roles in SCIMITAR_ROLE_APPROVE and the like.')
param moreSettings object = {}

@description('For delegated rights only: client ID of the app registration that people sign in to.')
param signInAppId string = ''

@description('Node.js of the web app. App Service keeps it patched.')
@allowed(['22-lts', '24-lts'])
param nodeVersion string = '22-lts'

@description('Size of the web app. B1 is enough; the free and shared sizes cannot be always on.')
@allowed(['B1', 'B2', 'B3', 'S1', 'P0v3', 'P1v3'])
param planSku string = 'B1'

@description('How often the data is kept: three times in one building, or in three zones where the region has them.')
@allowed(['Standard_LRS', 'Standard_ZRS'])
param storageSku string = 'Standard_LRS'

@description('Days that the log is kept in Log Analytics. 0: the log is not kept, and can only be watched while it is written.')
@allowed([0, 30, 60, 90, 180, 365])
param logDays int = 30

var name = 'scimitar-${toLower(suffix)}'
// Storage Table Data Contributor: tables and their rows, nothing else of the account.
var tableContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'

var settings = {
  BOT_ID: identity.properties.clientId
  BOT_TENANT_ID: identity.properties.tenantId
  BOT_TYPE: 'UserAssignedMSI'
  PORT: '8080'
  // Not a file: the disk of a web app is a network share, on which SQLite's locks do not hold.
  SCIMITAR_STORE: 'https://${storage.name}.table.${environment().suffixes.storage}'
  SCIMITAR_ROTATOR_GROUP: rotatorGroup
  SCIMITAR_TIME_ZONE: timeZone
}
var delegated = empty(signInAppId) ? {} : {
  SCIMITAR_GRAPH_RIGHTS: 'delegated'
  AAD_APP_CLIENT_ID: signInAppId
}
// What App Service itself reads: the deployed zip as it is, mounted read-only; never two processes at once.
var platform = {
  NODE_ENV: 'production'
  WEBSITE_RUN_FROM_PACKAGE: '1'
  WEBSITE_DISABLE_OVERLAPPED_RECYCLING: '1'
  SCM_DO_BUILD_DURING_DEPLOYMENT: 'false'
}

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
}

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: 'scimitar${toLower(suffix)}'
  location: location
  kind: 'StorageV2'
  sku: {
    name: storageSku
  }
  properties: {
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    allowSharedKeyAccess: false
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
  }
}

resource mayWriteTables 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, identity.id, tableContributor)
  scope: storage
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', tableContributor)
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: name
  location: location
  kind: 'linux'
  sku: {
    name: planSku
    capacity: 1
  }
  properties: {
    reserved: true
  }
}

resource site 'Microsoft.Web/sites@2023-12-01' = {
  name: name
  location: location
  kind: 'app,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    siteConfig: {
      linuxFxVersion: 'NODE|${nodeVersion}'
      appCommandLine: 'exec node --enable-source-maps dist/main.js'
      alwaysOn: true
      numberOfWorkers: 1
      healthCheckPath: '/healthz'
      ftpsState: 'Disabled'
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      remoteDebuggingEnabled: false
    }
  }
}

resource appSettings 'Microsoft.Web/sites/config@2023-12-01' = {
  parent: site
  name: 'appsettings'
  properties: union(platform, settings, delegated, moreSettings)
}

// Nobody deploys with a password: only signed in to Entra.
resource noPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2023-12-01' = [
  for way in ['ftp', 'scm']: {
    parent: site
    name: way
    properties: {
      allow: false
    }
  }
]

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: name
  location: 'global'
  kind: 'azurebot'
  sku: {
    name: 'F0'
  }
  properties: {
    displayName: botDisplayName
    endpoint: 'https://${site.properties.defaultHostName}/api/messages'
    msaAppType: 'UserAssignedMSI'
    msaAppId: identity.properties.clientId
    msaAppMSIResourceId: identity.id
    msaAppTenantId: identity.properties.tenantId
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: {
    channelName: 'MsTeamsChannel'
    properties: {
      isEnabled: true
    }
  }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = if (logDays > 0) {
  name: name
  location: location
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    // Read only when the workspace is made; 30 is the least that it takes.
    retentionInDays: max(logDays, 30)
    workspaceCapping: {
      dailyQuotaGb: 1
    }
  }
}

// The bot's own lines, and what the platform says of starts and stops.
resource keptLog 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = if (logDays > 0) {
  name: 'scimitar'
  scope: site
  properties: {
    workspaceId: logs.id
    logs: [
      for category in ['AppServiceConsoleLogs', 'AppServicePlatformLogs']: {
        category: category
        enabled: true
      }
    ]
  }
}

// The Agents Toolkit writes outputs into env/ under these names.
output BOT_ID string = identity.properties.clientId
output BOT_DOMAIN string = site.properties.defaultHostName
output AAD_APP_CLIENT_ID string = empty(signInAppId) ? identity.properties.clientId : signInAppId
output AZURE_APP_SERVICE_RESOURCE_ID string = site.id
