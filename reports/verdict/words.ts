import { inWords, plural } from '../terminal/text.ts';
import { profileName, withinProfile } from './left-out.ts';
import type { RunVerdict, VerdictWord } from './result.ts';
import { type Judged, unverifiedMust, WRITES } from './verified.ts';

/** The verdict of a run in the words of every report. */
export interface Words {
  readonly verdict: RunVerdict;
  readonly word: VerdictWord;
  /** The word with all that must never be read without it: warnings, profile, what was not verified, who accepts a failure. */
  readonly headline: string;
  /** The headline for the title of a page. */
  readonly title: string;
  /** The headline for a badge. */
  readonly badge: string;
  /** What goes on from the headline: numbers. Never empty. */
  readonly detail: string;
  /** Headline and detail as one sentence. */
  readonly sentence: string;
  /** How it is to look: the names of the verdicts of requirements, whose colours it takes. */
  readonly tone: 'pass' | 'fail' | 'warn' | 'waived' | 'skip';
  /** Who accepts the failures, and until when, where all of them are accepted. */
  readonly accepted: string | undefined;
  /** What was not verified for want of a setting, or of time, by name. */
  readonly unverified: readonly string[];
}

/** Which part of the requirements that were to be looked at a number is. */
interface Numbers {
  readonly hold: number;
  /** A `must` that fails and is accepted by nobody. */
  readonly failing: number;
  /** A `must` that fails and is accepted. */
  readonly accepted: number;
  readonly warnings: number;
  readonly acceptedWarnings: number;
  /** Applies, was asked for, and was not verified. */
  readonly open: number;
  readonly notApplying: number;
}

function numbersOf(judged: Judged): Numbers {
  const known = new Set(judged.baseline?.known);
  const leftOut = new Set(judged.profile?.leftOut.map(({ requirement }) => requirement));
  const numbers = { hold: 0, failing: 0, accepted: 0, warnings: 0, acceptedWarnings: 0, open: 0, notApplying: 0 };
  for (const { id, level, verdict, cause } of judged.requirements) {
    if (verdict === 'pass') numbers.hold += 1;
    else if (verdict === 'warn') numbers.warnings += 1;
    else if (verdict === 'fail') numbers[known.has(id) ? 'accepted' : 'failing'] += 1;
    else if (verdict === 'waived') numbers[level === 'must' ? 'accepted' : 'acceptedWarnings'] += 1;
    else if (cause === 'not-applicable') numbers.notApplying += leftOut.has(id) ? 0 : 1;
    else if (cause !== 'not-selected') numbers.open += 1;
  }
  return numbers;
}

/** Who accepts the failures, and until when. */
function acceptance({ requirements, waivers = [], baseline }: Judged): string {
  const waived = new Set(requirements.flatMap(({ id, verdict }) => (verdict === 'waived' ? id : [])));
  const applied = waivers.filter(({ requirement, state }) => state === 'applied' && waived.has(requirement));
  const [first] = applied.map(({ expires }) => expires).sort();
  const owners = [...new Set(applied.map(({ owner }) => owner))];
  const failing = requirements.some(({ verdict }) => verdict === 'fail');
  return inWords([
    ...(first === undefined ? [] : [`by ${inWords(owners)} until ${first}`]),
    ...(failing && baseline !== undefined ? [`by the baseline of ${baseline.startedAt.slice(0, 10)}`] : []),
  ]);
}

/**
 * The one place where the verdict of a run is decided and worded: terminal, page, summary, badge, statement, results and comparisons only read it.
 * Pure. It says no more than was verified, and it does not depend on what lets the run pass (`--fail-on`), which is the gate's.
 * @param reasons for how many reasons there are likely to be failures, where these are fewer
 */
export function wordsOf(judged: Judged, reasons = ''): Words {
  const numbers = numbersOf(judged);
  const word = wordFor(judged, numbers);
  const unverified = unverifiedMust(judged);
  const accepted = numbers.failing === 0 && numbers.accepted > 0 ? acceptance(judged) : undefined;
  const { profile } = judged;
  // A verdict on a part must not look like one on the whole.
  const within = profile === undefined || profile.leftOut.length === 0 ? '' : ` within ${profileName(profile)}`;
  const headline = headlineOf(word, judged, numbers, unverified, accepted, within);
  const detail = detailOf(word, judged, numbers, reasons);
  const colon = word === 'PARTIAL' || word === 'CONFORMANT AS FAR AS VERIFIED' ? '; ' : ': ';
  return {
    verdict: VERDICTS[word],
    word,
    headline,
    title: headline.replace(word, lowered(word)),
    badge: badgeOf(word, judged, numbers, unverified, accepted),
    detail,
    sentence: `${headline}${detail === '' ? '' : colon}${detail}.`,
    tone: toneOf(word, numbers),
    accepted,
    unverified,
  };
}

const NON_CONFORMANT_ACCEPTED = 'NON-CONFORMANT, accepted';

const VERDICTS: Readonly<Record<VerdictWord, RunVerdict>> = {
  CONFORMANT: 'conformant',
  'CONFORMANT AS FAR AS VERIFIED': 'conformant',
  [NON_CONFORMANT_ACCEPTED]: 'non-conformant',
  'NON-CONFORMANT': 'non-conformant',
  INCONCLUSIVE: 'inconclusive',
  PARTIAL: 'partial',
};

function wordFor(judged: Judged, { failing, accepted }: Numbers): VerdictWord {
  const { selection, problems } = judged;
  if (failing + accepted > 0) {
    if (selection.partial) return 'PARTIAL';
    return failing === 0 ? NON_CONFORMANT_ACCEPTED : 'NON-CONFORMANT';
  }
  if (problems.length > 0) return 'INCONCLUSIVE';
  if (selection.partial) return 'PARTIAL';
  return unverifiedMust(judged).length > 0 ? 'CONFORMANT AS FAR AS VERIFIED' : 'CONFORMANT';
}

function lowered(word: string): string {
  return `${word.slice(0, 1)}${word.slice(1).toLowerCase()}`;
}

function headlineOf(
  word: VerdictWord,
  judged: Judged,
  numbers: Numbers,
  unverified: readonly string[],
  accepted: string | undefined,
  within: string,
): string {
  const warnings = numbers.warnings === 0 ? '' : `, ${plural(numbers.warnings, 'warning')}`;
  const isReading = word === 'CONFORMANT AS FAR AS VERIFIED' && unverified.includes(WRITES);
  const only = isReading ? ', reads only' : '';
  const missing = unverified
    .filter((what) => what !== WRITES)
    .map((what) => `${what} not verified`)
    .join(', ');
  switch (word) {
    case 'CONFORMANT AS FAR AS VERIFIED':
      return `${word}${only}${within}${warnings}${missing === '' ? '' : `: ${missing}`}`;
    case NON_CONFORMANT_ACCEPTED:
      return `${word}${accepted === undefined ? '' : ` ${accepted}`}${within}${warnings}`;
    case 'PARTIAL':
      return `${word}: ${looked(judged, numbers, accepted)}${within}`;
    case 'CONFORMANT':
    case 'NON-CONFORMANT':
    case 'INCONCLUSIVE':
      return `${word}${within}${warnings}`;
  }
}

/** `12 of 260 requirements looked at, all hold`. */
function looked({ selection, verified }: Judged, numbers: Numbers, accepted: string | undefined): string {
  const { hold, failing, warnings, acceptedWarnings, open, notApplying } = numbers;
  const parts = [
    hold === verified.verified ? (hold === 1 ? 'it holds' : hold === 2 ? 'both hold' : 'all hold') : holding(hold),
    failing > 0 ? `${failing} ${failing === 1 ? 'fails' : 'fail'}` : '',
    numbers.accepted > 0
      ? `${numbers.accepted} ${numbers.accepted === 1 ? 'fails and is' : 'fail and are'} accepted${accepted === undefined ? '' : ` ${accepted}`}`
      : '',
    warnings > 0 ? plural(warnings, 'warning') : '',
    acceptedWarnings > 0 ? `${plural(acceptedWarnings, 'warning')} accepted` : '',
    open > 0 ? `${open} not verified` : '',
    notApplying > 0 ? `${notApplying} ${notApplying === 1 ? 'does' : 'do'} not apply` : '',
  ].filter((part) => part !== '');
  return `${verified.verified} of ${plural(selection.of, 'requirement')} looked at, ${parts.join(', ')}`;
}

function holding(number: number): string {
  return number === 0 ? 'none holds' : `${number} ${number === 1 ? 'holds' : 'hold'}`;
}

function detailOf(word: VerdictWord, judged: Judged, numbers: Numbers, reasons: string): string {
  const { requirements, selection, profile, verified } = judged;
  const { failing, accepted, acceptedWarnings, open, notApplying } = numbers;
  const within = withinProfile(profile).trim();
  const rest = [
    acceptedWarnings > 0 ? `${plural(acceptedWarnings, 'warning')} accepted` : '',
    open > 0 ? `${open} not verified` : '',
    notApplying > 0 ? `${notApplying} ${notApplying === 1 ? 'does' : 'do'} not apply` : '',
  ];
  const deeper = selection.deeper > 0 ? `; ${selection.deeper} more with --depth deep` : '';
  const told = (...parts: readonly string[]) =>
    `${[...parts, ...rest].filter((part) => part !== '').join(', ')}${deeper}${within === '' ? '' : `; judged ${within}`}`;
  const must = requirements.filter(
    ({ level, cause }) => level === 'must' && cause !== 'not-applicable' && cause !== 'not-selected',
  );
  const verifiedMust = must.filter(({ verdict }) => verdict !== 'skip').length;
  switch (word) {
    case 'CONFORMANT':
      return told(held(judged));
    case 'CONFORMANT AS FAR AS VERIFIED':
      return told(
        verifiedMust === must.length
          ? held(judged)
          : `${verifiedMust} of ${plural(must.length, 'must requirement')} verified, all of which hold`,
      );
    case NON_CONFORMANT_ACCEPTED:
      return told(`${failed(accepted)}${reasons}`);
    case 'NON-CONFORMANT':
      return told(`${failed(failing)}${reasons}`, accepted > 0 ? `${accepted} more accepted` : '');
    case 'INCONCLUSIVE':
      return verified.verified === 0
        ? 'nothing could be verified; the reasons stand above'
        : `nothing fails that was verified, but too little was verified to tell, ${verifiedMust} of ${plural(must.length, 'must requirement')}${selection.partial ? ' asked for' : ''}${within === '' ? '' : `; judged ${within}`}`;
    case 'PARTIAL':
      return [reasons.replace(/^, /, ''), within === '' ? '' : `judged ${within}`]
        .filter((one) => one !== '')
        .join('; ');
  }
}

/** `100 must, 20 should and 3 may requirements hold`. */
function held({ requirements }: Judged): string {
  const levels = (['must', 'should', 'may'] as const).flatMap((level) => {
    const number = requirements.filter((one) => one.level === level && one.verdict === 'pass').length;
    return number === 0 ? [] : [{ level, number }];
  });
  const total = levels.reduce((sum, { number }) => sum + number, 0);
  if (total === 0) return 'no requirement holds';
  return `${inWords(levels.map(({ level, number }) => `${number} ${level}`))} ${total === 1 ? 'requirement holds' : 'requirements hold'}`;
}

function failed(number: number): string {
  return `${plural(number, 'must requirement')} ${number === 1 ? 'fails' : 'fail'}`;
}

function badgeOf(
  word: VerdictWord,
  judged: Judged,
  numbers: Numbers,
  unverified: readonly string[],
  accepted: string | undefined,
): string {
  if (word !== 'PARTIAL') {
    const { profile } = judged;
    const within = profile === undefined || profile.leftOut.length === 0 ? '' : ` (${profile.name})`;
    return headlineOf(word, judged, numbers, unverified, accepted, within).replace(word, word.toLowerCase());
  }
  const { failing, warnings } = numbers;
  const parts = [
    `partial ${judged.verified.verified}/${judged.selection.of}`,
    failing > 0 ? `${failing} ${failing === 1 ? 'fails' : 'fail'}` : '',
    numbers.accepted > 0 ? `${numbers.accepted} accepted` : '',
    warnings > 0 ? plural(warnings, 'warning') : '',
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function toneOf(word: VerdictWord, { failing, accepted }: Numbers): Words['tone'] {
  switch (word) {
    case 'CONFORMANT':
      return 'pass';
    case 'NON-CONFORMANT':
      return 'fail';
    case NON_CONFORMANT_ACCEPTED:
      return 'waived';
    case 'PARTIAL':
      return failing > 0 ? 'fail' : accepted > 0 ? 'waived' : 'skip';
    case 'INCONCLUSIVE':
    case 'CONFORMANT AS FAR AS VERIFIED':
      return 'warn';
  }
}
