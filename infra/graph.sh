# Read by the two scripts beside it: they ask Graph through the Azure CLI, and say what they will do before they do it.
# Needs bash and az, which Azure Cloud Shell has. Ends with 0: done; 1: not all done; 2: called wrongly.
set -euo pipefail

graph_app=00000003-0000-0000-c000-000000000000
dry_run=no
yes=no
identity=
tab=$'\t'
errors=$(mktemp)
trap 'rm -f "$errors"' EXIT

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

misused() {
  printf '%s\nSay --help for how it is called.\n' "$1" >&2
  exit 2
}

is_id() { [[ $1 =~ ^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$ ]]; }

# Ends the script with what az said, and what helps.
explain() {
  local said help
  said=$(< "$errors")
  case $said in
    *'az login'* | *AADSTS* | *interaction_required* | *InvalidAuthenticationToken*)
      help='Sign in again with az login, in the right tenant (az login --tenant <tenant>).' ;;
    *Authorization_RequestDenied* | *Forbidden* | *'Insufficient privileges'*)
      help='You may not do this. Permissions in Graph are given by a Privileged Role Administrator or a Global
Administrator; owners of enterprise applications also by a Cloud Application Administrator. Activate the role where it is
given by Privileged Identity Management, sign in again with az login, and repeat the call.' ;;
    *ResourceNotFound* | *'Not Found'*)
      help='Entra does not know it. Compare the ids. What was made a minute ago may not be known yet: wait, and repeat the call.' ;;
    *TooManyRequests* | *'Too Many Requests'*) help='Wait a minute, and repeat the call.' ;;
    *) help='Repeat the call; when it fails again, the text above is what Microsoft says about it.' ;;
  esac
  fail "$said" '' "$help" 'What was done before stays done, and a repeated call goes on from there.'
}

# az <arguments>, as tab-separated lines.
ask_az() { az "$@" --output tsv 2> "$errors" | tr -d '\r' || explain; }

# look <path> <query> [<name=value>...]: reads from Graph. The query is az's (JMESPath).
look() {
  local path=$1 query=$2
  shift 2
  if [ $# -gt 0 ]; then set -- --uri-parameters "$@"; fi
  ask_az rest --method GET --url "$graph/v1.0$path" "$@" --query "$query"
}

# change <method> <path> [<body>]: does it, or prints the call. What is already as it should be is no error.
change() {
  local method=$1 url=$graph/v1.0$2
  shift 2
  if [ "$dry_run" = yes ]; then
    printf "  az rest --method %s --url '%s'" "$method" "$url"
    if [ $# -gt 0 ]; then printf " --body '%s'" "$1"; fi
    printf '\n'
    return
  fi
  if [ $# -gt 0 ]; then set -- --body "$1"; fi
  az rest --method "$method" --url "$url" "$@" > /dev/null 2> "$errors" && return
  case $method:$(< "$errors") in
    POST:*'already exist'* | DELETE:*ResourceNotFound*) ;;
    *) explain ;;
  esac
}

# Asks unless --yes; in a dry run nothing is asked.
go_on() {
  local answer=
  if [ "$dry_run" = yes ]; then
    printf '\nNothing is changed. The calls would be:\n'
    return
  fi
  if [ "$yes" = yes ]; then return; fi
  printf '\nGo on? [y/N] '
  read -r answer || true
  case $answer in
    y | Y | yes) ;;
    *) fail '' 'Nothing was changed. Answer y, or say --yes where nobody can answer.' ;;
  esac
}

# Whom it is about. Sets graph, tenant, principal (object id) and principal_name; principal is empty when there is no such identity.
find_identity() {
  is_id "$identity" || misused 'Say --identity with the client ID of the managed identity (BOT_ID).'
  command -v az > /dev/null || fail 'There is no Azure CLI here. Use Azure Cloud Shell (https://shell.azure.com), or install az.'
  local line
  tenant=$(ask_az account show --query tenantId)
  graph=$(ask_az cloud show --query endpoints.microsoftGraphResourceId)
  graph=${graph%/}
  line=$(look /servicePrincipals 'value[].[id,displayName]' "\$filter=appId eq '$identity'")
  principal=${line%%"$tab"*}
  principal_name=${line#*"$tab"}
}
