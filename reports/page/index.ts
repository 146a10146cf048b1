import { firstStep } from '../causes/advice.ts';
import { verdictOf } from '../terminal/sentences.ts';
import type { ConformanceResult, Counts, RunStory } from '../verdict/result.ts';
import type { Words } from '../verdict/words.ts';
import { budget, history, latency, scopes, timeline } from './charts.ts';
import { failures, WORDS } from './failures.ts';
import { type Html, html, Html as Raw } from './html.ts';
import { accepted, everything, matrix, notVerified, profile, readings, selected } from './lists.ts';
import { SCRIPT } from './script.ts';
import { STYLE } from './style.ts';

/** Facts on the tenant whose names are settings rather than words. */
const FACTS: Readonly<Record<string, (value: unknown) => readonly [string, string]>> = {
  consistencyWindowMs: (value) => ['effects visible within', `${String(value)} ms`],
};

/** The report as one HTML file that loads nothing. */
export function reportPage(story: RunStory): string {
  const { result } = story;
  const words = verdictOf(result);
  const sections: readonly (readonly [id: string, name: string, section: Html | undefined])[] = [
    ['failures', 'Failures', failures(story)],
    ['matrix', 'Matrix', matrix(result)],
    ['scopes', 'Scopes', scopes(story)],
    ['not-verified', 'Not verified', notVerified(result)],
    ['profile', 'Profile', profile(result)],
    ['waivers', 'Waivers', accepted(result)],
    ['readings', 'Readings', readings(result)],
    ['timeline', 'Timeline', timeline(story)],
    ['latency', 'Latency', latency(story)],
    ['budget', 'Budget', budget(story)],
    ['history', 'History', history(story)],
    ['requirements', 'All requirements', everything(result)],
  ];
  const there = sections.filter(([, , section]) => section !== undefined);
  const body = html`<a class="skip-link" href="#main">To the content</a>${hero(result, words)}
<nav class="bar" aria-label="Sections"><div class="wrap"><ul>${there.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></div></nav>
<main id="main" class="wrap"><div class="levels">${(['must', 'should', 'may'] as const).map((level) => tile(level, result.summary[level], result))}</div>
<section aria-label="Search and filter"><div class="tools"><input id="search" type="search" placeholder="Search ids, statements, places, bodies" aria-label="Search requirements"><select id="level" aria-label="Level"><option value="">all levels</option><option>must</option><option>should</option><option>may</option></select>${Object.entries(WORDS).map(([verdict, word]) => html`<button type="button" data-filter="${verdict}" aria-pressed="false">${word}</button>`)}<output id="told" aria-live="polite"></output></div></section>
${there.map(([, , section]) => section)}</main>
<footer class="wrap"><p>${result.suite.name} ${result.suite.version}, judged by “${result.document.title}”, ${result.document.edition} (SHA-256 <code>${result.document.digest.slice(0, 16)}…</code>). Credentials are redacted.</p><p class="keys"><kbd>/</kbd> search, <kbd>j</kbd> <kbd>k</kbd> next and previous failure, <kbd>g</kbd> to the top, <kbd>Esc</kbd> clears the search</p></footer>`;
  return document(`${words.title}: ${result.tenant.tenant ?? 'tenant'}`, words.tone, body, SCRIPT);
}

/** A whole document that may load nothing from anywhere. */
export function document(title: string, tone: Words['tone'], body: Html, script = ''): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="Content-Security-Policy" content="default-src 'none';style-src 'unsafe-inline';script-src 'unsafe-inline';img-src data:;base-uri 'none';form-action 'none'">
<title>${title}</title><link rel="icon" href="data:,"><style>${new Raw(STYLE)}</style></head><body class="tone-${tone}">${body}${script !== '' && html`<script>${new Raw(script)}</script>`}</body></html>
`.text;
}

function hero(result: ConformanceResult, { title, detail }: Words): Html {
  const { tenant, startedAt, durationMs, requests, seed, gate, problems } = result;
  const facts: readonly (readonly [string, string | number | boolean])[] = [
    ...Object.entries(tenant).map(([name, value]) => FACTS[name]?.(value) ?? ([name, value] as const)),
    ['run', `${startedAt.slice(0, 19).replace('T', ' ')} UTC`],
    ['duration', `${(durationMs / 1000).toFixed(1)} s`],
    ['requests', requests.total],
    ['seed', seed],
  ];
  const sentence = detail.replace('the reasons stand above', 'the reasons stand below');
  const step = firstStep(result);
  const reasons = gate.passes ? [] : [...new Set([...gate.why, ...problems])];
  return html`<header class="hero"><div class="wrap"><p class="eyebrow">${result.document.title} API, ${result.document.edition}</p><h1>${title}</h1>
${sentence !== '' && html`<p class="lead">${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}.</p>`}<div class="first"><p><b>First:</b> ${linked(step, result)}</p>${reasons
    .filter((reason) => reason !== step)
    .slice(0, 5)
    .map(
      (reason) => html`<p>${reason}</p>`,
    )}${gate.passes && gate.why.map((reason) => html`<p>Gate passed: ${reason}</p>`)}</div>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${String(value)}</dd></div>`)}</dl></div></header>`;
}

/** A sentence whose ids lead to what is told of them. */
function linked(sentence: string, result: ConformanceResult): Html {
  const known = new Set(selected(result).map(({ id }) => id));
  const parts = sentence.split(/\b([A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+)\b/);
  return html`${parts.map((part) => (known.has(part) ? html`<a href="#${part}">${part}</a>` : part))}`;
}

function tile(level: keyof ConformanceResult['summary'], counts: Counts, result: ConformanceResult): Html {
  const chosen = selected(result).filter((one) => one.level === level);
  const total = chosen.length;
  const parts = (['pass', 'fail', 'warn', 'waived', 'skip'] as const).map(
    (verdict) => [verdict, chosen.filter((one) => one.verdict === verdict).length] as const,
  );
  return html`<div class="card"><h2 style="font-size:1rem">${level}</h2><b>${counts.pass}</b> <span class="of">of ${total} hold</span><div class="stack" aria-hidden="true">${parts.map(([verdict, number]) => number > 0 && html`<i class="${verdict}" style="flex:${number}"></i>`)}</div>
<p>${parts.flatMap(([verdict, number]) => (number > 0 ? [`${number} ${WORDS[verdict]}${verdict === 'warn' && number > 1 ? 's' : ''}`] : [])).join(', ') || 'nothing selected'}</p></div>`;
}
