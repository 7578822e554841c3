#!/usr/bin/env bash
# Takes back everything that Scimitar's managed identity has in Microsoft Graph: permissions, and ownerships of
# enterprise applications. See docs/deploy.md.
source "$(dirname "${BASH_SOURCE[0]}")/graph.sh"

help_text='bash infra/take-back-permissions.sh --identity <client ID> [--dry-run] [--yes]

  --identity <id>  the client ID of the managed identity (BOT_ID)
  --dry-run        says what it would do, and prints the calls
  --yes            does not ask'

while [ $# -gt 0 ]; do
  case $1 in
    --dry-run) dry_run=yes ;;
    --yes) yes=yes ;;
    --help) printf '%s\n' "$help_text"; exit 0 ;;
    --identity)
      if [[ ${2:---} = --* ]]; then misused "$1 needs a value."; fi
      identity=$2
      shift ;;
    *) misused "$1 is not known." ;;
  esac
  shift
done

find_identity
if [ -z "$principal" ]; then
  printf 'The tenant %s has no identity with the client ID %s. With a deleted identity went all that it had.\n' "$tenant" "$identity"
  exit 0
fi
graph_id=$(look "/servicePrincipals(appId='$graph_app')" id "\$select=id")
roles=$(look "/servicePrincipals(appId='$graph_app')" 'appRoles[].[id,value]' "\$select=appRoles")
granted=$(look "/servicePrincipals/$principal/appRoleAssignments" 'value[].[id,appRoleId,resourceId]')
owned=$(look "/servicePrincipals/$principal/ownedObjects" \
  "value[?\"@odata.type\"=='#microsoft.graph.servicePrincipal'].[id,displayName]")

printf 'Tenant %s, identity %s (%s):\n' "$tenant" "$principal_name" "$principal"
assignments=
while IFS=$tab read -r id role resource; do
  if [ "$resource" != "$graph_id" ]; then continue; fi
  printf '  to take back  %s\n' "$(awk -F"$tab" -v id="$role" '$1 == id { print $2 }' <<< "$roles")"
  assignments+=" $id"
done <<< "$granted"
owners=
while IFS=$tab read -r id name; do
  if [ -z "$id" ]; then continue; fi
  printf '  to disown     %s (%s)\n' "$name" "$id"
  owners+=" $id"
done <<< "$owned"

if [ -z "$assignments$owners" ]; then
  printf '\nNothing to do.\n'
  exit 0
fi
go_on
for id in $owners; do change DELETE "/servicePrincipals/$id/owners/$principal/\$ref"; done
for id in $assignments; do change DELETE "/servicePrincipals/$principal/appRoleAssignments/$id"; done
if [ "$dry_run" = no ]; then
  printf '\nDone. A sign-in that Azure has kept may work for up to a day: stop the web app to be sure.\n'
fi
