#!/usr/bin/env bash
# Grants Scimitar's managed identity what it needs in Microsoft Graph: docs/permissions.md, docs/deploy.md.
source "$(dirname "${BASH_SOURCE[0]}")/graph.sh"

help_text='bash infra/grant-permissions.sh --identity <client ID> [options]

  --identity <id>      the client ID of the managed identity (BOT_ID)
  --rights owned       the default: provisioning of those enterprise applications only that it is made an owner of
  --rights all         provisioning of every application in the tenant, where the first choice does not work
  --app <id or name>   an enterprise application that it becomes an owner of, by object ID or exact name; may be there
                       several times. Without it the likely ones are listed
  --with <permission>  also TeamworkTag.Read.All, AuditLog.Read.All or ChannelMessage.Read.All; may be there several times
  --dry-run            says what it would do, and prints the calls
  --yes                does not ask'

apple_names='Apple School Manager
Apple Business Manager
Apple Business
Apple Business Essentials'
optional=' TeamworkTag.Read.All AuditLog.Read.All ChannelMessage.Read.All '
rights=owned
apps=
extra=

while [ $# -gt 0 ]; do
  case $1 in
    --dry-run) dry_run=yes ;;
    --yes) yes=yes ;;
    --help) printf '%s\n' "$help_text"; exit 0 ;;
    --identity | --rights | --app | --with)
      if [[ ${2:---} = --* ]]; then misused "$1 needs a value."; fi
      case $1 in
        --identity) identity=$2 ;;
        --rights) rights=$2 ;;
        --app) apps+="$2"$'\n' ;;
        --with) extra+=" $2" ;;
      esac
      shift ;;
    *) misused "$1 is not known." ;;
  esac
  shift
done

case $rights in
  owned) wanted='Application.ReadWrite.OwnedBy' ;;
  all) wanted='Synchronization.ReadWrite.All Application.Read.All' ;;
  *) misused "--rights is owned or all, not $rights." ;;
esac
wanted+=' User.Read.All GroupMember.Read.All'
for permission in $extra; do
  [[ $optional = *" $permission "* ]] || misused "--with takes one of:${optional% }"
  wanted+=" $permission"
done
if [ "$rights" = all ] && [ -n "$apps" ]; then misused '--app goes with --rights owned.'; fi

reason() {
  case $1 in
    Application.ReadWrite.OwnedBy) echo 'find enterprise applications; read, test and save tokens in those that it owns' ;;
    Synchronization.ReadWrite.All) echo 'read, test and save tokens of every application' ;;
    Application.Read.All) echo 'find enterprise applications and their names' ;;
    User.Read.All) echo 'see that an account is enabled and no guest; find managers and deputies' ;;
    GroupMember.Read.All) echo 'see whether somebody is in a group that has a role' ;;
    TeamworkTag.Read.All) echo 'call a tag of a team by its name' ;;
    AuditLog.Read.All) echo 'see who changed a token in Entra itself' ;;
    ChannelMessage.Read.All) echo 'look whether a message stands in a channel when the answer was lost' ;;
  esac
}

named() { look /servicePrincipals 'value[].[id,displayName]' "\$filter=displayName eq '${1//\'/\'\'}'"; }

# The enterprise applications of --app, a line each: object id, tab, name. Two of one name are not guessed between.
applications() {
  local app found
  while IFS= read -r app; do
    if [ -z "$app" ]; then continue; fi
    if is_id "$app"; then found=$(look "/servicePrincipals/$app" '[[id,displayName]]' "\$select=id,displayName") || exit 1
    else found=$(named "$app") || exit 1; fi
    [ -n "$found" ] || fail "There is no enterprise application called $app in this tenant."
    [[ $found != *$'\n'* ]] || fail "Several enterprise applications are called $app:" "$found" \
      'Say --app with the object ID of the one that has a provisioning job.'
    printf '%s\n' "$found"
  done <<< "$apps"
}

# Ends with the applications that have a name which Apple or Microsoft gave them.
ask_for_applications() {
  local name found likely=
  while IFS= read -r name; do
    found=$(named "$name") || exit 1
    if [ -n "$found" ]; then likely+="$found"$'\n'; fi
  done <<< "$apple_names"
  fail 'Say --app for each enterprise application whose token Scimitar will look after: those with a provisioning job.' \
    'They are in Entra under Enterprise applications. These have a likely name:' "${likely:-(none)}"
}

find_identity
[ -n "$principal" ] || fail "The tenant $tenant has no identity with the client ID $identity." \
  'Compare it with BOT_ID, and the tenant with az account show. One made a minute ago may not be known yet: wait, and repeat the call.'
if [ "$rights" = owned ] && [ -z "$apps" ]; then ask_for_applications; fi
graph_id=$(look "/servicePrincipals(appId='$graph_app')" id "\$select=id")
roles=$(look "/servicePrincipals(appId='$graph_app')" 'appRoles[].[id,value]' "\$select=appRoles")
granted=$(look "/servicePrincipals/$principal/appRoleAssignments" 'value[].[id,appRoleId,resourceId]')
owned=$(look "/servicePrincipals/$principal/ownedObjects" 'value[].[id,displayName]')
applications=
if [ "$rights" = owned ]; then applications=$(applications); fi

id_of() { awk -F"$tab" -v name="$1" '$2 == name { print $1 }' <<< "$roles"; }
name_of() { awk -F"$tab" -v id="$1" '$1 == id { print $2 }' <<< "$roles"; }

printf 'Tenant %s, identity %s (%s):\n' "$tenant" "$principal_name" "$principal"
missing=
for permission in $wanted; do
  role=$(id_of "$permission")
  [ -n "$role" ] || fail "Graph has no application permission called $permission in this cloud."
  if [[ $granted = *"$tab$role$tab$graph_id"* ]]; then printf '  has      %s\n' "$permission"
  else
    printf '  to give  %s: %s\n' "$permission" "$(reason "$permission")"
    missing+=" $permission"
  fi
done
to_own=
while IFS=$tab read -r id name; do
  if [ -z "$id" ]; then continue; fi
  if [[ $owned = *"$id"* ]]; then printf '  owns     %s (%s)\n' "$name" "$id"
  else
    printf '  to own   %s (%s)\n' "$name" "$id"
    to_own+=" $id"
  fi
done <<< "$applications"
more=
while IFS=$tab read -r _ role resource; do
  if [ "$resource" != "$graph_id" ]; then continue; fi
  name=$(name_of "$role")
  name=${name:-$role}
  if [[ " $wanted $optional " != *" $name "* ]]; then more+=" $name"; fi
done <<< "$granted"
if [ -n "$more" ]; then
  printf '\nIt has more than this choice needs:%s\nTo get rid of that, run take-back-permissions.sh, and then this again.\n' "$more"
fi

if [ -z "$missing$to_own" ]; then
  printf '\nNothing to do.\n'
  exit 0
fi
go_on
for permission in $missing; do
  change POST "/servicePrincipals/$principal/appRoleAssignments" \
    "{\"principalId\":\"$principal\",\"resourceId\":\"$graph_id\",\"appRoleId\":\"$(id_of "$permission")\"}"
done
for id in $to_own; do
  change POST "/servicePrincipals/$id/owners/\$ref" "{\"@odata.id\":\"$graph/v1.0/directoryObjects/$principal\"}"
done
if [ "$dry_run" = no ]; then
  printf '\nDone. Azure keeps the sign-in of an identity for up to a day: a bot that has already asked Graph may see this late.\n'
fi
