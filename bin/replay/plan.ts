import type { LiveTenant } from '../../fixtures/preflight/settings.ts';
import { otherPartitionIn } from '../../fixtures/session/partition-in.ts';
import type { Answer, SentRequest } from '../../fixtures/wire/answer.ts';
import { purposeOf } from '../../reports/terminal/exchanges.ts';
import type { Exchange } from '../../reports/verdict/result.ts';
import { isMadeOf, type Making, makingOf } from './credentials.ts';
import { idsIn, mentions, placeIn, type Text, textWith, type Variable } from './values.ts';

/** What was replayed. */
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
  /** Pseudonyms by the values that they stand for; a plan holds none of these values. */
  readonly known: ReadonlyMap<string, string>;
}

/** One request that is to be sent again. */
export interface Step {
  readonly number: number;
  readonly purpose: string;
  /** Whether its answer shows what was found. */
  readonly isShown: boolean;
  /** Whether it creates a client; in another organization than that of the settings, the address of the clients there. */
  readonly creates?: { readonly elsewhere?: Text };
  readonly method: string;
  readonly url: Text;
  /** Names and whole lines, without what is made of the request. */
  readonly headers: readonly (readonly [name: string, line: Text])[];
  /** Id and secret of basic authentication, with the colon between them. */
  readonly basic?: Text;
  /** Names and whole pairs of a body that is a plain form. */
  readonly form?: readonly (readonly [name: string, pair: Text])[];
  readonly body?: Text;
  /** Credentials that are made before it is sent. */
  readonly made: readonly (readonly [variable: Variable, making: Making])[];
  /** What its answer gives for later requests, and the members that lead to it. */
  readonly taken: readonly (readonly [variable: Variable, place: string])[];
  /** How it went, without credentials. */
  readonly before: Exchange & { readonly response: NonNullable<Exchange['response']> };
}

/** The requests that lead to what was found, with variables for ids and credentials. */
export interface Plan extends Pick<Replayed, 'id' | 'statement' | 'tenant' | 'scopes' | 'found'> {
  /** What the settings give. */
  readonly given: readonly Variable[];
  readonly steps: readonly Step[];
}

/** Plans how to send again what led to a finding: which requests, and where each value of them comes from. */
export function planOf(replayed: Replayed): Plan {
  const { id, statement, tenant, scopes, found, answers, known } = replayed;
  const plain = answers.map(({ request }) => textOf(request));
  const sources = sourcesOf(replayed, plain);
  // A token that the suite altered needs the one that it was made of.
  const texts = answers.map(({ request }, number) => {
    const presented = presentedBy(request);
    const isOwn = presented === undefined || sources.has(presented);
    const base = isOwn
      ? undefined
      : [...sources.keys()].find((value) => known.has(value) && isMadeOf(presented, value));
    return [plain[number] ?? '', ...(base === undefined ? [] : [base])].join('\n');
  });
  const chosen = chosenOf(replayed, texts, sources);
  const settings = given(tenant);
  const variables: Variable[] = [
    ...settings,
    { literal: `ecc-${replayed.runId}`, name: 'RUN', prefix: 'ecc-', within: true },
  ];
  const steps: Step[] = [];
  for (const number of chosen) {
    const answer = answers[number];
    if (answer === undefined) continue;
    const made: [Variable, Making][] = [];
    for (const value of credentialsIn(answer.request, texts[number] ?? '', known)) {
      if (variables.some(({ literal }) => literal === value)) continue;
      const variable = { literal: value, name: nameOf(value, known, variables.length) };
      made.push([variable, makingOf(value, known, variables)]);
      variables.push(variable);
    }
    const request = requestOf(answer, variables, tenant.partitionId);
    const taken: [Variable, string][] = [];
    for (const [value, source] of sources) {
      const isUsed = chosen.some((other) => other > number && mentions(texts[other] ?? '', value));
      if (source.number !== number || !isUsed) continue;
      const variable = { literal: value, name: nameOf(value, known, variables.length) };
      taken.push([variable, source.place]);
      variables.push(variable);
    }
    steps.push({ number, isShown: replayed.shown.includes(number), ...request, made, taken });
  }
  return { id, statement, tenant, scopes, found, given: settings, steps };
}

function requestOf(answer: Answer, variables: readonly Variable[], ownPartition: string) {
  const { method, origin, path, headers, body, operation } = answer.request;
  const text = (value: string): Text => textWith(value, variables);
  const exchange = answer.toExchange();
  const basic = basicOf(answer.request);
  const form = formOf(answer.request)?.map(([name, value]) => [name, text(`${name}=${value}`)] as const);
  const elsewhere = operation === 'create' ? otherPartitionIn(body ?? '', ownPartition) : undefined;
  return {
    purpose: purposeOf(exchange).replaceAll('\n', ' '),
    ...(operation === 'create' && {
      creates: elsewhere === undefined ? {} : { elsewhere: text(`${origin}${path}/${elsewhere}`) },
    }),
    method,
    url: text(origin + path),
    headers: Object.entries(headers)
      .filter(([name]) => !['content-length', 'host'].includes(name))
      .filter(([name]) => name !== 'authorization' || basic === undefined)
      .map(([name, value]) => [name, text(`${name}: ${value}`)] as const),
    ...(basic !== undefined && { basic: text(basic) }),
    ...(form !== undefined && { form }),
    ...(form === undefined && body !== undefined && { body: text(body) }),
    before: { ...exchange, response: exchange.response ?? { status: answer.status, headers: {}, body: '' } },
  };
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
}: LiveTenant): readonly Variable[] {
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
  return settings.flatMap(([literal, name]) => (literal === undefined ? [] : [{ literal, name }]));
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
