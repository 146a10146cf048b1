import type { LiveTenant } from '../../fixtures/preflight/settings.ts';
import { otherPartitionIn } from '../../fixtures/session/arrangement.ts';
import type { Answer, SentRequest } from '../../fixtures/wire/answer.ts';
import { purposeOf } from '../../reports/terminal/exchanges.ts';
import { derived, isMadeOf } from './credentials.ts';
import { idsIn, mentions, placeIn, shellWord, type Variable } from './values.ts';

/** What a script is made of. */
export interface Replayed {
  readonly id: string;
  readonly statement: string;
  readonly tenant: LiveTenant;
  /** Scopes of a token that may do everything. */
  readonly scopes: readonly string[];
  /** Tag of the run, part of the names of its clients. */
  readonly runId: string;
  /** Everything that was answered, in its order, as it was. */
  readonly answers: readonly Answer[];
  /** Those to requests that the scenarios sent, by their numbers. */
  readonly acted: readonly number[];
  /** Those that show what was found; none: all that the scenarios sent are of interest. */
  readonly shown: readonly number[];
  /** What was found, as text of several lines. */
  readonly found: string;
  /** Pseudonyms by the values that they stand for; the script holds none of these values. */
  readonly known: ReadonlyMap<string, string>;
}

/** A script for bash that sends the requests again with curl. It takes credentials from the environment and holds none. */
export function scriptOf(replayed: Replayed): string {
  const plain = replayed.answers.map(({ request }) => textOf(request));
  const sources = sourcesOf(replayed, plain);
  // A token that the suite altered needs the one that it was made of.
  const texts = replayed.answers.map(({ request }, number) => {
    const presented = presentedBy(request);
    const isOwn = presented === undefined || sources.has(presented);
    const base = isOwn
      ? undefined
      : [...sources.keys()].find((value) => replayed.known.has(value) && isMadeOf(presented, value));
    return [plain[number] ?? '', ...(base === undefined ? [] : [base])].join('\n');
  });
  const chosen = chosenOf(replayed, texts, sources);
  const variables: Variable[] = [
    ...given(replayed.tenant),
    { literal: `ecc-${replayed.runId}`, shell: 'ecc-${RUN}', within: true },
  ];
  const lines: string[] = [];
  for (const number of chosen) {
    const answer = replayed.answers[number];
    if (answer === undefined) continue;
    for (const value of credentialsIn(answer.request, texts[number] ?? '', replayed.known)) {
      if (variables.some(({ literal }) => literal === value)) continue;
      const name = nameOf(value, replayed.known, variables.length);
      lines.push('', `${name}=${derived(value, replayed.known, variables)}`);
      variables.push({ literal: value, shell: `\${${name}}` });
    }
    lines.push('', ...sending(answer, number, variables, replayed.shown.includes(number), replayed.tenant.partitionId));
    for (const [value, source] of sources) {
      const isUsed = chosen.some((other) => other > number && mentions(texts[other] ?? '', value));
      if (source.number !== number || !isUsed) continue;
      const name = nameOf(value, replayed.known, variables.length);
      lines.push(`${name}=$(value ${source.place})`);
      variables.push({ literal: value, shell: `\${${name}}` });
    }
  }
  const end = 'echo "$SAME of $SENT answers have the status that they had before."';
  return `${[...head(replayed, chosen.length), ...lines, '', end].join('\n')}\n`;
}

interface Source {
  readonly number: number;
  /** Members that lead to it in the answer. */
  readonly place: string;
}

/** Which answer gave each id and each credential first. */
function sourcesOf({ answers, known }: Replayed, texts: readonly string[]): ReadonlyMap<string, Source> {
  const sources = new Map<string, Source>();
  for (const [number, { json, text }] of answers.entries()) {
    const credentials = [...known.keys()].filter((value) => text.includes(value));
    for (const value of new Set([...credentials, ...idsIn(json)])) {
      const place = placeIn(json, value);
      const wasSent = texts.slice(0, number + 1).some((sent) => mentions(sent, value));
      if (place !== undefined && !sources.has(value) && !wasSent) sources.set(value, { number, place });
    }
  }
  return sources;
}

/**
 * The requests that the script sends: those whose answers show what was found, those that give what they use, and the changes of what
 * they are about.
 */
function chosenOf(
  { answers, acted, shown, known }: Replayed,
  texts: readonly string[],
  sources: ReadonlyMap<string, Source>,
): readonly number[] {
  const chosen = new Set(shown.length > 0 ? shown : acted);
  const last = Math.max(...chosen);
  const changing = acted.filter((number) => number < last && answers[number]?.request.method !== 'GET');
  for (let before = -1; before !== chosen.size; ) {
    before = chosen.size;
    for (const number of chosen) {
      for (const [value, source] of sources) {
        if (source.number >= number || !mentions(texts[number] ?? '', value)) continue;
        chosen.add(source.number);
        // Every request has a token; what else is named is changed by those that name it.
        if (known.get(value)?.startsWith('[token') !== true)
          for (const other of changing) if (mentions(texts[other] ?? '', value)) chosen.add(other);
      }
    }
  }
  return [...chosen].sort((a, b) => a - b);
}

/** What the settings give. */
function given({
  identityUrl,
  partitionId,
  otherPartitionId,
  otherIdentityUrl,
  expiredToken,
  otherClient,
  credentials,
}: LiveTenant) {
  const settings: readonly (readonly [string | undefined, string])[] = [
    [identityUrl, 'TENANT_IDENTITY_URL'],
    [partitionId, 'TENANT_PARTITION_ID'],
    [otherPartitionId, 'TENANT_OTHER_PARTITION_ID'],
    [otherIdentityUrl, 'TENANT_OTHER_IDENTITY_URL'],
    [expiredToken, 'TENANT_EXPIRED_TOKEN'],
    [otherClient?.clientId, 'TENANT_OTHER_CLIENT_ID'],
    [otherClient?.clientSecret, 'TENANT_OTHER_CLIENT_SECRET'],
    ...(credentials.kind === 'client'
      ? ([
          [credentials.clientId, 'TENANT_CLIENT_ID'],
          [credentials.clientSecret, 'TENANT_CLIENT_SECRET'],
        ] as const)
      : ([[credentials.accessToken, 'TENANT_ACCESS_TOKEN']] as const)),
  ];
  return settings.flatMap(([value, name]) => (value === undefined ? [] : [{ literal: value, shell: `\${${name}}` }]));
}

/** Credentials of a request: what is known as one, and whatever it presents as a bearer token. */
function credentialsIn(request: SentRequest, text: string, known: ReadonlyMap<string, string>): readonly string[] {
  const presented = presentedBy(request);
  const held = [...known.keys()].filter((value) => text.includes(value) && presented?.includes(value) !== true);
  return [...held, ...(presented === undefined ? [] : [presented])];
}

function presentedBy({ headers }: SentRequest): string | undefined {
  return /^bearer (\S{6,})$/i.exec(headers.authorization ?? '')?.[1];
}

function nameOf(value: string, known: ReadonlyMap<string, string>, number: number): string {
  const [, kind, digits] = /^\[(secret|token)-(\d+)\]$/.exec(known.get(value) ?? '') ?? [];
  if (kind !== undefined) return `${kind.toUpperCase()}_${digits}`;
  return value.length > 40 ? `TOKEN_${number}` : `ID_${number}`;
}

/** Everything in a request that may be a variable, decoded. */
function textOf(request: SentRequest): string {
  const { origin, path, headers, body = '' } = request;
  const form = formOf(request)?.flatMap(([name, value]) => `${name}=${value}`);
  return [origin + path, ...Object.values(headers), basicOf(request) ?? '', ...(form ?? [body])].join('\n');
}

/** The pairs of a body that is a plain form; anything else is sent as it stands. */
function formOf({ headers, body }: SentRequest): readonly (readonly [string, string])[] | undefined {
  if (body === undefined || !headers['content-type']?.startsWith('application/x-www-form-urlencoded')) return undefined;
  const pairs = [...new URLSearchParams(body)];
  return new URLSearchParams(pairs).toString() === body ? pairs : undefined;
}

/** Id and secret of basic authentication (RFC 7617, 2). */
function basicOf({ headers }: SentRequest): string | undefined {
  const encoded = /^basic (\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const plain = encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
  return plain !== undefined && plain.includes(':') && Buffer.from(plain).toString('base64') === encoded
    ? plain
    : undefined;
}

function sending(
  answer: Answer,
  number: number,
  variables: readonly Variable[],
  isShown: boolean,
  ownPartition: string,
): string[] {
  const { request, status } = answer;
  const { method, origin, path, headers, body, operation } = request;
  const elsewhere = operation === 'create' ? otherPartitionIn(body ?? '', ownPartition) : undefined;
  const word = (text: string): string => shellWord(text, variables);
  const basic = basicOf(request);
  const form = formOf(request);
  const header = (name: string, value: string): string =>
    name === 'authorization' && basic !== undefined
      ? `"authorization: Basic $(printf %s ${word(basic)} | base64 | tr -d '\\n')"`
      : word(`${name}: ${value}`);
  const parts = [
    `${isShown ? 'SHOW=4000 ' : ''}send ${number} ${status} ${operation === 'create' && elsewhere === undefined ? 'create' : '-'}`,
    method === 'HEAD' ? '--head' : `--request ${word(method)}`,
    ...Object.entries(headers)
      .filter(([name]) => !['content-length', 'host'].includes(name))
      .map(([name, value]) => `--header ${header(name, value)}`),
    ...(headers['content-type'] === undefined && body !== undefined ? ["--header 'content-type:'"] : []),
    ...(form?.map(([name, value]) => `--data-urlencode ${word(`${name}=${value}`)}`) ??
      (body === undefined ? [] : [`--data-raw ${word(body)}`])),
    word(origin + path),
  ];
  const purpose = purposeOf(answer.toExchange()).replaceAll('\n', ' ');
  // It is removed by who made it.
  const kept =
    elsewhere === undefined
      ? []
      : [`remember ${word(`${origin}${path}/${elsewhere}`)} ${word(headers.authorization ?? '')}`];
  return [
    `# ${number}. ${purpose}${isShown ? '. This answer shows what was found.' : ''}`,
    parts.join(' \\\n  '),
    ...kept,
  ];
}

function head({ id, statement, tenant, found, scopes }: Replayed, count: number): readonly string[] {
  const needed = [
    'TENANT_IDENTITY_URL',
    'TENANT_PARTITION_ID',
    ...(tenant.credentials.kind === 'client' ? ['TENANT_CLIENT_ID', 'TENANT_CLIENT_SECRET'] : ['TENANT_ACCESS_TOKEN']),
  ];
  return [
    '#!/usr/bin/env bash',
    `# ${id}: ${statement}`,
    ...found.split('\n').flatMap((line) => (line === '' ? [] : [`#   ${line}`])),
    `# Sends ${count} requests again, one by one. Needs bash, curl and Node.js. Holds no credential: it takes`,
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
    '# remember URL AUTHORIZATION: what the last request created in another organization is removed there.',
    'remember() { local id; id=$(value id); if [ -n "$id" ]; then ELSEWHERE+=("$1/$id" "$2"); fi; }',
    '',
    'clean() {',
    '  local at',
    '  if [ -z "${KEEP:-}" ]; then',
    '    for ((at = 0; at < ${#ELSEWHERE[@]}; at += 2)); do',
    '      curl --silent --output /dev/null "${FLAGS[@]}" --request DELETE --header "authorization: ${ELSEWHERE[at + 1]}" "${ELSEWHERE[at]}"',
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
    ? `"$TENANT_IDENTITY_URL"${shellWord(credentials.tokenUrl.slice(identityUrl.length), [])}`
    : shellWord(credentials.tokenUrl, []);
  return [
    `    curl --silent --output "$BODY" "\${FLAGS[@]}" --data-urlencode grant_type=client_credentials --data-urlencode "client_id=$TENANT_CLIENT_ID" --data-urlencode "client_secret=$TENANT_CLIENT_SECRET" ${scopes.length === 0 ? '' : `--data-urlencode 'scope=${scopes.join(' ')}' `}${url}`,
    '    REMOVER=$(value access_token)',
  ];
}
