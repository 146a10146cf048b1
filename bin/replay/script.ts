import type { LiveTenant } from '../../fixtures/preflight/settings.ts';
import { invocation } from '../../reports/terminal/invocation.ts';
import { type Making, type Piece, UNKNOWN_MAKING } from './credentials.ts';
import type { Plan, Step } from './plan.ts';
import type { Text } from './values.ts';

/** A script for bash that sends the requests of a plan with curl. It takes credentials from the environment and holds none. */
export function scriptOf(plan: Plan): string {
  const lines = plan.steps.flatMap((step) => [
    ...step.made.flatMap(([{ name }, making]) => ['', `${name}=${made(making)}`]),
    '',
    ...sending(step),
    ...step.taken.map(([{ name }, place]) => `${name}=$(value ${place})`),
  ]);
  const end = 'echo "$SAME of $SENT answers have the status that they had before."';
  return `${[...head(plan), ...lines, '', end].join('\n')}\n`;
}

/** A text as a word of a shell script: variables are expanded, and nothing else is. */
export function shellWord(text: Text): string {
  if (text.length === 0) return "''";
  return text.map((part) => (typeof part === 'string' ? quoted(part) : `"\${${part.name}}"`)).join('');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Shell text that makes a credential. */
function made(making: Making): string {
  if (making.kind === 'unknown') return `"$(echo "${UNKNOWN_MAKING}" >&2)"`;
  if (making.kind === 'pieces') return making.pieces.map(piece).join('');
  const command = invocation('token', `--forge '${making.forgery}'`).replace('npm run ', 'npm run --silent ');
  return `$(${command} <<<"\${${making.of}}")`;
}

function piece(one: Piece): string {
  if (typeof one === 'string') return quoted(one);
  const { name, from, to, letters } = one;
  if (letters !== undefined) return `"\${${name}${letters === 'upper' ? '^^' : ',,'}}"`;
  if (to !== undefined) return `"\${${name}:${from ?? 0}:${to - (from ?? 0)}}"`;
  return from === undefined ? `"\${${name}}"` : `"\${${name}:${from}}"`;
}

function sending(step: Step): string[] {
  const { number, purpose, isShown, creates, method, headers, basic, form, body, before } = step;
  const authorization = headers.find(([name]) => name === 'authorization')?.[1];
  const parts = [
    `${isShown ? 'SHOW=4000 ' : ''}send ${number} ${before.response.status} ${creates !== undefined && creates.elsewhere === undefined ? 'create' : '-'}`,
    method === 'HEAD' ? '--head' : `--request ${quoted(method)}`,
    ...(basic === undefined
      ? []
      : [`--header "authorization: Basic $(printf %s ${shellWord(basic)} | base64 | tr -d '\\n')"`]),
    ...headers.map(([, line]) => `--header ${shellWord(line)}`),
    ...(body !== undefined && !headers.some(([name]) => name === 'content-type') ? ["--header 'content-type:'"] : []),
    ...(form?.map(([, pair]) => `--data-urlencode ${shellWord(pair)}`) ??
      (body === undefined ? [] : [`--data-raw ${shellWord(body)}`])),
    shellWord(step.url),
  ];
  // What was created elsewhere is removed by who made it.
  const kept =
    creates?.elsewhere === undefined
      ? []
      : [`remember ${shellWord(creates.elsewhere)} ${shellWord(authorization ?? [])}`];
  return [
    `# ${number}. ${purpose}${isShown ? '. This answer shows what was found.' : ''}`,
    parts.join(' \\\n  '),
    ...kept,
  ];
}

function head({ id, statement, tenant, found, scopes, steps }: Plan): readonly string[] {
  const needed = [
    'TENANT_IDENTITY_URL',
    'TENANT_PARTITION_ID',
    ...(tenant.credentials.kind === 'client' ? ['TENANT_CLIENT_ID', 'TENANT_CLIENT_SECRET'] : ['TENANT_ACCESS_TOKEN']),
  ];
  return [
    '#!/usr/bin/env bash',
    `# ${id}: ${statement}`,
    ...found.split('\n').flatMap((line) => (line === '' ? [] : [`#   ${line}`])),
    `# Sends ${steps.length} requests again, one by one. Needs bash, curl and Node.js. Holds no credential: it takes`,
    `# ${needed.join(', ')}`,
    '# from the environment, as the suite does. What it creates it removes again, unless KEEP is set.',
    'set -u',
    ...needed.map((name) => `: "\${${name}:?is not set; set it as for the suite}"`),
    'RUN=${RUN:-$(printf "%04x%04x" "$RANDOM" "$RANDOM")}',
    'FLAGS=(--globoff --path-as-is ${TENANT_CA_FILE:+--cacert "$TENANT_CA_FILE"} ${TENANT_PROXY:+--proxy "$TENANT_PROXY"})',
    'BODY=$(mktemp)',
    'SENT=0 SAME=0 MADE=() ELSEWHERE=() REMOVER=',
    '',
    '# value PATH: a member of the last answer, such as secrets/0/id. Long integers keep their digits.',
    `value() { node -e 'let v=JSON.parse(require("fs").readFileSync(process.argv[1],"utf8").replace(/([:\\[,]\\s*)(\\d{16,})/g,"$1\\"$2\\""));for(const k of process.argv[2].split("/"))v=v?.[k];process.stdout.write(v==null?"":String(v))' "$BODY" "$1" 2>/dev/null; }`,
    '',
    '# send NUMBER STATUS create|- CURL...: sends one request and tells its status beside the one it had before.',
    'send() {',
    '  local number=$1 before=$2 kind=$3 status; shift 3',
    '  status=$(curl --silent --show-error "${FLAGS[@]}" --output "$BODY" --write-out "%{http_code}" "$@")',
    '  SENT=$((SENT + 1)); [ "$status" = "$before" ] && SAME=$((SAME + 1))',
    '  printf "%3s  %s (before: %s)  " "$number" "$status" "$before"',
    `  head -c "\${SHOW:-300}" "$BODY" | tr -d '\\n' | sed -E 's/("(secret|client_secret|access_token|refresh_token|id_token)" *: *")[^"]*/\\1.../g'; echo`,
    '  if [ "$kind" = create ] && [ "${status:0:1}" = 2 ]; then MADE+=("$(value id)"); fi',
    '}',
    '',
    '# remember URL HEADER: what the last request created in another organization is removed there.',
    'remember() { local id; id=$(value id); if [ -n "$id" ]; then ELSEWHERE+=("$1/$id" "$2"); fi; }',
    '',
    'clean() {',
    '  local at',
    '  if [ -z "${KEEP:-}" ]; then',
    '    for ((at = 0; at < ${#ELSEWHERE[@]}; at += 2)); do',
    '      curl --silent --output /dev/null "${FLAGS[@]}" --request DELETE --header "${ELSEWHERE[at + 1]}" "${ELSEWHERE[at]}"',
    '    done',
    '  fi',
    '  if [ -z "${KEEP:-}" ] && [ ${#MADE[@]} -gt 0 ]; then',
    ...remover(tenant, scopes),
    '    for id in "${MADE[@]}"; do',
    '      curl --silent --output /dev/null "${FLAGS[@]}" --request DELETE --header "authorization: Bearer $REMOVER" "$TENANT_IDENTITY_URL/api/ExternalClient/$TENANT_PARTITION_ID/$id"',
    '    done',
    '  fi',
    '  rm -f "$BODY"',
    '}',
    'trap clean EXIT',
  ];
}

/** Lines that get a token by which what was created can be removed. */
function remover({ credentials, identityUrl }: LiveTenant, scopes: readonly string[]): readonly string[] {
  if (credentials.kind === 'token') return ['    REMOVER=$TENANT_ACCESS_TOKEN'];
  const url = credentials.tokenUrl.startsWith(`${identityUrl}/`)
    ? `"$TENANT_IDENTITY_URL"${quoted(credentials.tokenUrl.slice(identityUrl.length))}`
    : quoted(credentials.tokenUrl);
  return [
    `    curl --silent --output "$BODY" "\${FLAGS[@]}" --data-urlencode grant_type=client_credentials --data-urlencode "client_id=$TENANT_CLIENT_ID" --data-urlencode "client_secret=$TENANT_CLIENT_SECRET" ${scopes.length === 0 ? '' : `--data-urlencode 'scope=${scopes.join(' ')}' `}${url}`,
    '    REMOVER=$(value access_token)',
  ];
}
