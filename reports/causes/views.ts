import { isWrite } from '../../specs/catalogue/everywhere.ts';
import type { Operation } from '../../specs/catalogue/types.ts';
import type { Finding, RequirementResult, Suspect } from '../verdict/result.ts';

/** Requirements that look at whole lives, races, sequences and all requests: what they meet may be told of one operation alone. */
export const BROAD = /^(LIFE|RACE|READING)-|-[QG]\d$/;
/** What a failure is about, by the assertion that found it; the first that fits. */
const MATTERS = {
  refusal: /^to(BeRefused|RevealNothing)/,
  loss: /^to(BeAccepted|OutliveExpired|Grant$|BeTakenForRegistered)/,
  gain: /^to(BeTurnedAway|ObtainNoToken|GiveNoToken|SendNo|GrantOnly)/,
  scopes: /Scope|^to(Grant|HoldNone)/,
  format: /^to(Conform|BeJson|BeTokenAnswer|HaveNoBody)/,
  presence: /^to(NotHold|Hold(Once|All|Each|Name)|ShowNoMore|Exist|ShowSomewhere|GoOnShowing)/,
  records: /Secret|Record/,
  values: /^to(Show|BeForIts|BeStored|ListWith|Agree|BeUnchanged|Keep|HappenAt|TellSameTime|TellNews)/,
  status: /^to(HaveStatus|Succeed|BeDone|MakeNothingFail|BeNoServerError|HoldNoRefusal)/,
} as const;
type Matter = keyof typeof MATTERS | 'other';

/** What else goes wrong where something of this kind does, with the same client. */
const SPREADS: Readonly<Record<Matter, readonly Matter[]>> = {
  refusal: ['refusal'],
  status: ['status', 'presence', 'loss'],
  format: ['format', 'values', 'records', 'scopes', 'presence'],
  values: ['values', 'presence'],
  scopes: ['scopes', 'loss'],
  records: ['records', 'loss', 'status'],
  presence: ['presence', 'records', 'values', 'status'],
  loss: ['loss', 'status'],
  gain: ['gain'],
  other: ['values', 'scopes', 'records', 'presence', 'loss', 'status', 'other'],
};

/** What one finding tells of how it came about. */
export interface Way {
  readonly matter: Matter;
  readonly seenThrough: Operation | undefined;
  /** The writes that succeeded on the clients that it was found on, in that order; the one that it was seen through among them. */
  readonly writes: readonly Operation[];
  /** What was sent since it was last seen otherwise, and may have brought it about; undefined: nobody knows. */
  readonly suspects: readonly Suspect[] | undefined;
}

/** A failure with what its findings tell. */
export interface View {
  readonly result: RequirementResult;
  readonly ways: readonly Way[];
}

/** Whether a failure was found in some way, and in each in this one. */
export function everyWay({ ways }: View, is: (way: View['ways'][number]) => boolean): boolean {
  return ways.length > 0 && ways.every(is);
}

export function viewOf(result: RequirementResult): View {
  return { result, ways: result.findings.map((finding) => wayOf(finding, result.operation)) };
}

/** Assertions that something has become what was asked for: where it stays as it was, nothing has changed it. */
const BECOMES = /^to(Show|BeTurnedAway|BeStored|ListWith|Have\w+Stored)/;

function wayOf(finding: Finding, operation: Operation): Way {
  const { exchange, steps = [] } = finding;
  const seenThrough = exchange?.operation;
  const done = steps.filter(({ status }) => status < 300).map(({ operation }) => operation);
  const writes = [...done, seenThrough].filter(isWrite);
  const isDone = finding.suspects?.some((one) => one.operation === operation) ?? false;
  const staysAsItWas = BECOMES.test(finding.kind ?? '') && isWrite(operation) && writes.includes(operation) && !isDone;
  return {
    matter: matterOf(finding),
    seenThrough,
    writes,
    suspects: staysAsItWas || showsServerError(finding) ? undefined : finding.suspects,
  };
}

function matterOf(finding: Finding): Matter {
  const { kind = '', exchange } = finding;
  // Whatever was to be seen, it was not.
  if (showsServerError(finding) || (kind.startsWith('toConform') && (exchange?.response?.status ?? 0) >= 400))
    return 'status';
  const found = Object.entries(MATTERS).find(([, pattern]) => pattern.test(kind));
  return (found?.[0] as Matter | undefined) ?? 'other';
}

/** Whether a finding shows nothing but that the tenant failed. */
export function showsServerError({ exchange }: Finding): boolean {
  return (exchange?.response?.status ?? 0) >= 500;
}

/** Of what was changed that should not have been. */
export const OTHER: Pick<View, 'ways'> = {
  ways: [{ matter: 'other', seenThrough: undefined, writes: [], suspects: undefined }],
};

/** Whether what went wrong in one way can be what shows in another one. */
export function spreads(cause: Pick<View, 'ways'>, one: View): boolean {
  const isBroad = BROAD.test(one.result.id);
  return one.ways.every(
    ({ matter }) => (isBroad && matter === 'other') || cause.ways.some((own) => SPREADS[own.matter].includes(matter)),
  );
}

/** The operations that were carried out, of those that may have brought something about. */
export function doersOf(suspects: readonly Suspect[]): readonly Operation[] {
  return suspects.flatMap(({ operation, refused }) => (refused ? [] : [operation]));
}
