import { type JsonSchema, type PartName, type PayloadName, readSchema } from '../../schemas/payloads/index.ts';
import type { DocumentedOperation } from '../catalogue/everywhere.ts';
import { BODY_TEXTS, MEDIA_TYPES } from './deviating-bodies.ts';
import { PATHS } from './deviating-paths.ts';
import { scopeDeviations, textDeviations } from './deviating-values.ts';
import type { Mistake } from './mistake.ts';

type JsonType = 'string' | 'integer' | 'boolean' | 'array' | 'object' | 'null';

/** One value of each type, none of which means anything to anybody. */
const SAMPLES: readonly (readonly [type: JsonType, name: string, value: unknown])[] = [
  ['string', 'a text', 'perhaps'],
  ['integer', 'a number', 4711],
  ['boolean', 'a flag', true],
  ['array', 'an array', []],
  ['object', 'an object', { a: 1 }],
];

/** Follows a reference to where it leads, in whichever file. */
function resolve(schema: JsonSchema): JsonSchema {
  const { $ref } = schema;
  if (typeof $ref !== 'string') return schema;
  const [file = '', pointer = ''] = $ref.split('#');
  const target = readSchema(file.replace('.schema.json', '') as PayloadName | PartName);
  const steps = pointer.split('/').filter((step) => step !== '');
  return resolve(steps.reduce((at, step) => at[step] as JsonSchema, target));
}

function typesOf(schema: JsonSchema): readonly JsonType[] {
  const { type } = resolve(schema);
  return (Array.isArray(type) ? type : [type]) as JsonType[];
}

/**
 * Every deviation from the schema of a request body that concerns one member: left out, null, of each wrong type, and texts that
 * are none.
 * @param partial whether the body may leave members out, as an update may
 */
function memberDeviations(payload: PayloadName, partial: boolean): readonly Mistake[] {
  const { properties = {}, required = [] } = readSchema(payload) as {
    properties?: Readonly<Record<string, JsonSchema>>;
    required?: readonly string[];
  };
  return Object.entries(properties).flatMap(([name, schema]): readonly Mistake[] => {
    const types = typesOf(schema);
    // What tenants fill in themselves, and ids that only repeat the path, may be missing.
    const arguable = partial || !['name', 'clientId', 'partitionGlobalId'].includes(name);
    const missing: readonly Mistake[] = required.includes(name)
      ? [{ kind: `no member ${name}`, without: name, arguable }]
      : [];
    const nothing: readonly Mistake[] = types.includes('null')
      ? []
      : [{ kind: `null as ${name}`, change: { [name]: null }, arguable }];
    const wrong = SAMPLES.filter(([type]) => !types.includes(type)).map(
      ([, what, value]): Mistake => ({
        kind: `${what} as ${name}`,
        change: { [name]: value },
        arguable: name === 'clientCertificates',
      }),
    );
    return [...missing, ...nothing, ...wrong, ...textDeviations(name)];
  });
}

function bodies(payload: PayloadName, partial = false): readonly Mistake[] {
  const hasScopes = payload !== 'generateSecret.request';
  return [...memberDeviations(payload, partial), ...(hasScopes ? scopeDeviations : []), ...BODY_TEXTS, ...MEDIA_TYPES];
}

/**
 * The whole matrix of deviations by operation, for deep runs: the bodies are made from the schemas of the requests, the rest from
 * what is known to break servers. What could hit anything but the run's own subject is not among them.
 */
export const DEVIATIONS: Readonly<Record<DocumentedOperation, readonly Mistake[]>> = {
  list: PATHS.list,
  get: PATHS.get,
  create: [...bodies('create.request'), ...PATHS.create],
  update: [...bodies('update.request', true), ...PATHS.update],
  delete: PATHS.delete,
  generateSecret: [...bodies('generateSecret.request'), ...PATHS.generateSecret],
  deleteSecret: PATHS.deleteSecret,
};
