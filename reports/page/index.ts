import { html } from 'hono/html';
import { firstStep, NOTHING } from '../causes/advice.ts';
import { verdictOf } from '../terminal/sentences.ts';
import type { ConformanceResult, Counts, RunStory } from '../verdict/result.ts';
import type { Words } from '../verdict/words.ts';
import { budget, latency, scopes, timeline } from './charts.ts';
import { causes, failures } from './failures.ts';
import { accepted, everything, matrix, notVerified, profile, readings, selected } from './lists.ts';
import { counted, duration, factsOf, type Html, hero, ORDER, page, ring, sections, tools, WORDS } from './shell.ts';
import { trend } from './trend.ts';

const LEVELS = ['must', 'should', 'may'] as const;

/** The report as one HTML file that loads nothing. */
export function reportPage(story: RunStory): string {
  const { result } = story;
  const words = verdictOf(result);
  const chosen = selected(result);
  const filters = ORDER.map((verdict) => [verdict, WORDS[verdict], numberOf(chosen, verdict)] as const);
  const levels = html`<select id="level" aria-label="Level"><option value="">all levels</option>${LEVELS.map((level) => html`<option>${level}</option>`)}</select>`;
  const body = html`${top(story, words)}${sections(
    [
      ['failures', 'Failures', failures(story)],
      ['matrix', 'Matrix', matrix(result)],
      ['trend', 'Trend', trend(story)],
      ['not-verified', 'Not verified', notVerified(result)],
      ['profile', 'Profile', profile(result)],
      ['waivers', 'Waivers', accepted(result)],
      ['scopes', 'Scopes', scopes(story)],
      ['readings', 'Readings', readings(result)],
      ['timeline', 'Timeline', timeline(story)],
      ['budget', 'Latency, budget', html`<div class="pair">${latency(story)}${budget(story)}</div>`],
      ['requirements', 'All requirements', everything(result)],
    ],
    html`<div class="levels">${LEVELS.map((level) => tile(level, result.summary[level], result))}</div>${tools('Search ids, statements, places, bodies', filters, levels)}`,
  )}
<footer class="wrap"><p>${result.suite.name} ${result.suite.version}, judged by “${result.document.title}”, ${result.document.edition} (SHA-256 <code>${result.document.digest.slice(0, 16)}…</code>). Credentials are redacted.<span class="paper">What passed, exchanges and commands stand in the page itself and in exchanges.har.</span></p><p class="keys"><kbd>/</kbd> search, <kbd>j</kbd> <kbd>k</kbd> next and previous failure, <kbd>g</kbd> to the top, <kbd>Esc</kbd> clears the search</p></footer>`;
  return page(`${words.title}: ${result.tenant.tenant ?? 'tenant'}`, words.tone, 'report', body);
}

function numberOf(list: ReturnType<typeof selected>, verdict: string): number {
  return list.filter((one) => one.verdict === verdict).length;
}

function top(story: RunStory, { title, detail, tone }: Words): Html {
  const { result } = story;
  const { tenant, startedAt, durationMs, requests, seed, gate, problems } = result;
  const sentence = detail.replace('the reasons stand above', 'the reasons stand below');
  const step = firstStep(result);
  const reasons = gate.passes
    ? gate.why.map((reason) => `Gate passed: ${reason}`)
    : [...new Set([...gate.why, ...problems])].filter((reason) => reason !== step && reason !== 'Requirements fail.');
  const chosen = selected(result);
  return hero({
    eyebrow: `${result.document.title} API, ${result.document.edition}`,
    title,
    lead: sentence === '' ? undefined : linked(`${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}.`, result),
    first: html`<div class="first tone-${tone}"><p>${step !== NOTHING && html`<b>First:</b> `}${linked(step, result)}</p>${reasons.slice(0, 5).map((reason) => html`<p>${reason}</p>`)}</div>`,
    figure: ring(
      ORDER.map((look) => {
        const number = numberOf(chosen, look);
        return { look, number, word: counted(number, look).replace(/^\d+ /, ''), href: `#is=${look}` };
      }),
      numberOf(chosen, 'pass'),
      `of ${chosen.length} hold`,
    ),
    more: causes(story),
    facts: [
      ...factsOf(tenant),
      ['run', `${startedAt.slice(0, 19).replace('T', ' ')} UTC`],
      ['duration', duration(durationMs)],
      ['requests', requests.total],
      ['seed', seed],
    ],
  });
}

/** A sentence whose ids lead to what is told of them, and whose flags are not broken over lines. */
function linked(sentence: string, result: ConformanceResult): Html {
  const known = new Set(selected(result).map(({ id }) => id));
  const parts = sentence.split(/(\b[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+\b|--[a-z-]+(?: \w+)?)/);
  return html`${parts.map((part) => (known.has(part) ? html`<a href="#${part}">${part}</a>` : part.startsWith('--') ? html`<code class="flag">${part}</code>` : part))}`;
}

function tile(level: (typeof LEVELS)[number], counts: Counts, result: ConformanceResult): Html {
  const chosen = selected(result).filter((one) => one.level === level);
  const parts = ORDER.toReversed().flatMap((verdict) => {
    const number = numberOf(chosen, verdict);
    return number === 0 ? [] : [{ verdict, number }];
  });
  return html`<div class="card"><h2>${level}</h2><b class="big">${counts.pass}</b> <span class="of">of ${chosen.length} hold</span><div class="stack" aria-hidden="true">${parts.map(({ verdict, number }) => html`<i class="${verdict}" style="flex:${number}"></i>`)}</div>
<p>${parts.map(({ verdict, number }) => counted(number, verdict)).join(', ') || 'nothing selected'}</p></div>`;
}
