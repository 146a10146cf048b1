import { loosenings } from '../../schemas/payloads/loosen.ts';
import { compileWith, type PayloadName, type Validate, validate } from '../../schemas/payloads/validate.ts';
import { equivalentLoosenings } from './equivalent-loosenings.ts';
import type { Departure, JudgedCheck, Met } from './meet.ts';
import type { LooseningRow } from './result.ts';

/** A requirement that notices a fault by nothing but schemas. */
interface Mark {
  readonly fault: string;
  readonly requirement: string;
  readonly departures: readonly Departure[];
}

/**
 * Takes every keyword out of the schemas, one at a time, and tells whether some fault is missed without it by a requirement that the
 * fault declares. Nothing is sent: the bodies that departed are validated again.
 */
export function loosenSchemas(met: readonly Met[]): readonly LooseningRow[] {
  const marks = met.flatMap(marksOf);
  return loosenings().map(({ id, file, schema }) => {
    const accepts = acceptor(compileWith({ [file]: schema }));
    const lost = marks.find(({ departures }) => departures.every(accepts));
    const equivalent = equivalentLoosenings.find(({ place }) => place.test(id))?.reason;
    return {
      id,
      noticed: lost !== undefined,
      ...(lost !== undefined && { by: { fault: lost.fault, requirement: lost.requirement } }),
      ...(equivalent !== undefined && { equivalent }),
    };
  });
}

function marksOf({ guest, checks }: Met): readonly Mark[] {
  if (guest.kind !== 'fault' || guest.equivalent !== undefined) return [];
  return guest.declares.flatMap((requirement) => {
    const failed = checks.filter((check) => check.verdict === 'fail' && check.requirement === requirement);
    if (failed.length === 0 || !failed.every(restsOnSchemas)) return [];
    return [{ fault: guest.id, requirement, departures: failed.flatMap(({ departures }) => departures) }];
  });
}

function restsOnSchemas({ findings, departures }: JudgedCheck): boolean {
  return findings.length === departures.length && !departures.some(isAccepted);
}

/** Whether the schemas as they are have nothing against a body, so that something else has. */
const isAccepted = acceptor(validate);

/** Whether the loosened judge accepts a body that the full one does not; asked once per body. */
function acceptor(judge: Validate): (departure: Departure) => boolean {
  const known = new Map<string, boolean>();
  return ({ payload, body }) => {
    const key = `${payload} ${JSON.stringify(body)}`;
    const accepted = known.get(key) ?? judge(payload as PayloadName, body).length === 0;
    known.set(key, accepted);
    return accepted;
  };
}
