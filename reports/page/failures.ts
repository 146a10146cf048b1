import { html } from 'hono/html';
import { layOutJson } from '../../schemas/json.ts';
import { commonStart } from '../../schemas/nearest.ts';
import { blame, meaningOf } from '../causes/advice.ts';
import { differing } from '../causes/differing.ts';
import { membersOf, type Root, rootsOf } from '../causes/roots.ts';
import { invocation } from '../terminal/invocation.ts';
import { circumstancesOf, commandAgain, placeOf, sourceOf, type Told, toldOnce } from '../terminal/sentences.ts';
import { inWords, plural } from '../terminal/text.ts';
import { groupBy } from '../verdict/group.ts';
import { CAUSES, type Exchange, type RequirementResult, type RunStory } from '../verdict/result.ts';
import { copyable, duration, fold, type Html, links, section, WORDS } from './shell.ts';

/** Findings shown per requirement, and exchanges shown on the page in all, to keep the file small. */
const MOST = { findings: 4, exchanges: 150, tried: 8, causes: 8 };

/** What articles need beside their requirement. */
interface Telling {
  readonly story: RunStory;
  exchanges: number;
}

/** Everything that did not hold, by likely cause: one article per requirement, the first to look at in front. */
export function failures(story: RunStory): Html | undefined {
  const { result } = story;
  const roots = rootsOf(result);
  const waived = result.requirements.filter(({ verdict }) => verdict === 'waived');
  if (roots.length + waived.length === 0) return undefined;
  const telling: Telling = { story, exchanges: 0 };
  const [failing = [], warning = []] = (['fail', 'warn'] as const).map((verdict) =>
    roots.filter(({ lead }) => lead.verdict === verdict).map((root) => cause(root, telling)),
  );
  const accepted = waived.map((one) => html`<div class="root">${article(one, telling)}</div>`);
  return section(
    'failures',
    'What does not hold',
    html`By likely cause, the first to look at in front; each with the place in the document, what was expected and seen, and how to see it again.<span class="keys"> <kbd>j</kbd> and <kbd>k</kbd> step through them.</span>`,
    [...group('Failures', failing), ...group('Accepted failures', accepted), ...group('Warnings', warning)],
  );
}

function group(title: string, blocks: readonly Html[]): readonly Html[] {
  return blocks.length === 0 ? [] : [html`<h3 class="group">${title}</h3>`, ...blocks];
}

/** A cause: its first failure in full, and folded what is the same elsewhere or likely to go away with it. */
function cause(root: Root, telling: Telling): Html {
  const { lead, alike, following, blocked } = root;
  const operations = inWords([...new Set(alike.map(({ operation }) => operation))]);
  return html`<div class="root">${article(lead, telling)}
${alike.length > 0 && more(`The same in ${operations}`, alike, telling)}
${following.length > 0 && more('Likely to go away with it', following, telling)}
${blocked.length > 0 && fold(html`Not verified because of it <span class="chip skip">${blocked.length}</span>`, links(blocked.map(({ id }) => id)))}</div>`;
}

function more(title: string, members: readonly RequirementResult[], telling: Telling): Html {
  const look = members.some(({ verdict }) => verdict === 'fail') ? 'fail' : 'warn';
  return fold(
    html`${title} <span class="chip ${look}">${members.length}</span>`,
    members.map((one) => article(one, telling)),
  );
}

/** The likely causes in one line each, with where they are told. */
export function causes({ result }: RunStory): Html | undefined {
  const roots = rootsOf(result);
  const blocking = groupBy(
    result.requirements.filter((one) => one.cause !== undefined && CAUSES[one.cause].blocking),
    (one) => one.cause ?? 'suite-error',
  );
  const lines = [
    ...roots.map((root) => {
      const { lead, blocked } = root;
      const others = membersOf(root).length - 1;
      const [rest, open] = [
        others > 0 && `${others} more with it`,
        blocked.length > 0 && `${blocked.length} not verified`,
      ];
      return html`<li class="${lead.verdict}"><span class="chip">${WORDS[lead.verdict]}</span><a class="id" href="#${lead.id}">${lead.id}</a><span>${lead.statement}</span><small>${[rest, open].filter(Boolean).join(', ')}</small></li>`;
    }),
    ...[...blocking].flatMap(([name, members]) =>
      name === 'prerequisite'
        ? []
        : [
            html`<li class="skip"><span class="chip">${WORDS.skip}</span><a class="id" href="#not-verified">${name}</a><span>${CAUSES[name].meaning}</span><small>${plural(members.length, 'requirement')}</small></li>`,
          ],
    ),
  ];
  const rest = lines.length - MOST.causes;
  if (lines.length === 0) return undefined;
  return html`<ol class="causes" aria-label="Likely causes">${rest > 1 ? lines.slice(0, MOST.causes) : lines}${rest > 1 && html`<li><span></span><a href="#failures">${rest} more</a></li>`}</ol>`;
}

function article(one: RequirementResult, telling: Telling): Html {
  const { result, command } = telling.story;
  const { owner, because } = blame(one);
  const means = meaningOf(one);
  const told = toldOnce(one.findings);
  const rest = told.length - MOST.findings;
  const waiver = result.waivers?.find(({ requirement }) => requirement === one.id);
  return html`<article class="failure card item ${one.verdict}" id="${one.id}" tabindex="-1" data-is="${one.verdict}" data-level="${one.level}" aria-labelledby="t-${one.id}">
<header><h3 id="t-${one.id}">${one.statement}</h3><a class="id" href="#${one.id}">${one.id}</a><span class="chip">${WORDS[one.verdict]}</span><span class="chip skip">${one.level}</span><span class="chip skip">${one.operation}</span></header>
<dl class="meta"><dt>document</dt><dd>${sourceOf(one)}</dd>
${means !== undefined && html`<dt>means</dt><dd>${means}</dd>`}
<dt>look at</dt><dd><b>the ${owner}</b>: ${because}</dd>
${waiver !== undefined && html`<dt>waiver</dt><dd>${waiver.state}, until ${waiver.expires}: ${waiver.reason} (${waiver.owner}, ${waiver.ticket})${waiver.sentence !== undefined && html`<br><b>${waiver.sentence}</b>`}</dd>`}
${one.signature !== undefined && html`<dt>signature</dt><dd><code>${one.signature}</code>, for a waiver</dd>`}</dl>
${told.slice(0, MOST.findings).map((each) => findingBlock(each, telling))}
${rest > 0 && html`<p class="hint">and ${plural(rest, 'other finding')}, in conformance.json</p>`}
<div class="finding"><p>See it again</p>${copyable(commandAgain(one, command, result.seed))}${copyable(invocation('replay', one.id))}</div></article>`;
}

function findingBlock(told: Told, telling: Telling): Html {
  const { finding, times } = told;
  const tried = [...told.checks, ...told.tried];
  const { message, seenIn, exchange, curl } = finding;
  const { expected: want, actual: got } = differing(finding.expected, finding.actual);
  telling.exchanges += 1;
  const room = telling.exchanges <= MOST.exchanges;
  return html`<div class="finding"><p>${message}${times > 1 && html` <span class="chip skip">${times} times</span>`}</p>
${tried.length > 0 && html`<ul class="tried">${tried.slice(0, MOST.tried).map((title) => html`<li>${title}</li>`)}${tried.length > MOST.tried && html`<li>and ${tried.length - MOST.tried} more</li>`}</ul>`}
${(want !== '' || got !== '') && html`<div class="sides"><div class="want"><h4>expected</h4><pre>${marked(want, got)}</pre></div><div class="got"><h4>actual</h4><pre>${marked(got, want)}</pre></div></div>`}
${seenIn !== undefined && html`<p class="hint">seen in <code>${placeOf(finding)}</code></p>`}
${circumstancesOf(finding).map(([label, words]) => html`<p class="hint">${label} ${words}${label === 'after' && ', of the same client'}</p>`)}
${exchange !== undefined && room && exchangeBlock(exchange)}
${curl !== undefined && room && html`<details class="curl"><summary>As a curl command</summary>${copyable(curl)}<p class="hint">A token for it is what <code>${invocation('token', '--scope ...')}</code> prints. What the run created is gone again; the replay makes it anew.</p></details>`}</div>`;
}

/** A text whose middle is marked where it differs from another one that begins or ends alike. */
function marked(text: string, other: string): Html {
  const start = commonStart(text, other);
  const end = Math.min(commonStart(reversed(text), reversed(other)), Math.min(text.length, other.length) - start);
  if (start + end < 12 || start + end === text.length) return html`${text}`;
  return html`${text.slice(0, start)}<mark>${text.slice(start, text.length - end)}</mark>${text.slice(text.length - end)}`;
}

function reversed(text: string): string {
  return text.split('').reverse().join('');
}

/** An exchange, folded. */
export function exchangeBlock(exchange: Exchange): Html {
  return html`<details class="exchange"><summary>Exchange (redacted): ${exchange.response?.status ?? 'no answer'} in ${duration(exchange.durationMs)}</summary><pre tabindex="0" role="group" aria-label="Exchange">${transcript(exchange)}</pre></details>`;
}

/** An exchange as it went over the wire, bodies in JSON laid out. */
function transcript({ request, response, error, startedAt }: Exchange): string {
  const headers = (all: Readonly<Record<string, string>>) =>
    Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [
    `${request.method} ${request.url}`,
    ...headers(request.headers),
    ...(request.body === undefined ? [] : ['', laidOut(request.body)]),
    '',
    ...(response === undefined
      ? [`no answer: ${error ?? 'unknown'}`]
      : [
          `${response.status}`,
          ...headers(response.headers),
          ...(response.body === '' ? [] : ['', laidOut(response.body)]),
        ]),
    '',
    `sent ${startedAt}`,
  ].join('\n');
}

function laidOut(body: string): string {
  try {
    return layOutJson(body);
  } catch {
    return body;
  }
}
