import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import { type Choice, LONGEST_LATENCY_MS, switchesInWords } from './alterations.ts';
import { CONSOLE_PATH } from './running.ts';
import { STYLE } from './style.ts';
import type { ClientView, RequestView, StateView } from './view.ts';

/** Allows the style of the page, and no other, in a content security policy. */
export const STYLE_DIGEST = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

type Markup = ReturnType<typeof html>;
type Switchable = Choice & { readonly on: boolean };

/** What the page shows. */
export interface PageContent {
  readonly state: StateView;
  readonly personas: readonly Switchable[];
  readonly faults: readonly Switchable[];
  /** Latest first. */
  readonly requests: readonly RequestView[];
}

// More would make the page slow to read and to load; the JSON beside it holds all of them.
const MOST_CLIENTS = 100;
const MOST_REQUESTS = 100;

/** The console as a page: plain forms, no script, nothing from elsewhere. */
export function page({ state, personas, faults, requests }: PageContent): Markup {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Mock tenant</title>
<link rel="icon" href="data:,">
${raw(`<style>${STYLE}</style>`)}
</head>
<body>
<header>
<h1>Mock tenant</h1>
<p>${switchesInWords(state)}</p>
<nav aria-label="Parts of this page">
<a href="#behaviour">Behaviour</a> <a href="#requests">Requests</a> <a href="#organizations">Organizations</a>
<a href="${CONSOLE_PATH}/openapi.json">OpenAPI</a> <a href="${CONSOLE_PATH}/state">State as JSON</a>
</nav>
</header>
<main>
${behaviour(state, personas, faults)}
${recent(requests)}
<section id="organizations" aria-labelledby="organizations-title">
<h2 id="organizations-title">Organizations</h2>
${state.organizations.map(organization)}
</section>
</main>
</body>
</html>`;
}

function behaviour({ latencyMs }: StateView, personas: readonly Switchable[], faults: readonly Switchable[]): Markup {
  return html`<section id="behaviour" aria-labelledby="behaviour-title">
<h2 id="behaviour-title">Behaviour</h2>
<form method="post" action="${CONSOLE_PATH}/state">
<p><label>Milliseconds by which every answer is late
<input type="number" name="latencyMs" min="0" max="${LONGEST_LATENCY_MS}" step="1" value="${latencyMs}" required></label></p>
${group('Personas: legal variants', 'personas', personas)}
<h3>Faults: deviations from the documentation</h3>
${[...byOperation(faults)].map(([name, some]) => group(name, 'faults', some))}
<p><button type="submit">Apply</button></p>
</form>
<form method="post" action="${CONSOLE_PATH}/reset">
<p><button type="submit">Reset</button> Brings back organizations, clients, secrets and behaviour as they were at the start.</p>
</form>
</section>`;
}

/** Faults by the first word of the requirement that they break. */
function byOperation(faults: readonly Switchable[]): ReadonlyMap<string, readonly Switchable[]> {
  const groups = new Map<string, Switchable[]>();
  for (const fault of faults) {
    const name = (fault.requirements?.[0] ?? 'Others').replace(/-\d+$/, '');
    groups.set(name, [...(groups.get(name) ?? []), fault]);
  }
  return groups;
}

function group(title: string, name: string, choices: readonly Switchable[]): Markup {
  const on = choices.filter((one) => one.on).map(({ id }) => id);
  return html`<details>
<summary>${title} (${choices.length})${on.length === 0 ? '' : html`, on: <b>${on.join(', ')}</b>`}</summary>
<fieldset><legend>${title}</legend>
${choices.map((choice) => box(name, choice))}
</fieldset>
</details>`;
}

function box(name: string, { id, sentence, on, requirements, fromTheStart }: Switchable): Markup {
  const more = fromTheStart === true && !on ? ' Only from the start.' : '';
  return html`<label><input type="checkbox" name="${name}" value="${id}"${on ? html` checked` : ''}${more ? html` disabled` : ''}>
<b>${id}</b> ${sentence}${more}${requirements === undefined ? '' : html` <small>${requirements.join(', ')}</small>`}</label>
`;
}

function recent(requests: readonly RequestView[]): Markup {
  const shown = requests.slice(0, MOST_REQUESTS);
  return html`<section id="requests" aria-labelledby="requests-title">
<h2 id="requests-title">Recent requests</h2>
<p><a href="${CONSOLE_PATH}/">Look again</a>. ${requests.length === 0 ? 'None yet.' : `The latest ${shown.length} of ${requests.length}, latest first;`}
<a href="${CONSOLE_PATH}/requests">all as JSON</a>.</p>
${
  shown.length === 0
    ? ''
    : html`<div class="wide" role="region" aria-label="Table of recent requests" tabindex="0"><table>
<thead><tr><th scope="col">Time</th><th scope="col">Status</th><th scope="col">Method</th><th scope="col">Path</th>
<th scope="col">Operation</th><th scope="col">Refused for</th><th scope="col">Milliseconds</th></tr></thead>
<tbody>${shown.map(request)}</tbody>
</table></div>`
}
</section>`;
}

function request({ time, method, path, status, operation, cause, tookMs }: RequestView): Markup {
  return html`<tr><td>${time.slice(11, 23)}</td><td>${status}</td><td>${method}</td><td><code>${path}</code></td>
<td>${operation ?? ''}</td><td>${cause?.replaceAll('_', ' ') ?? ''}</td><td>${tookMs}</td></tr>
`;
}

function organization({ name, partitionId, identityUrl, clients }: StateView['organizations'][number]): Markup {
  const left = clients.length - MOST_CLIENTS;
  return html`<h3 id="organization-${name}">${name}</h3>
<dl><dt>Partition</dt><dd><code>${partitionId}</code></dd><dt>Identity URL</dt><dd><code>${identityUrl}</code></dd></dl>
<div class="wide" role="region" aria-labelledby="organization-${name}" tabindex="0"><table>
<thead><tr><th scope="col">Client</th><th scope="col">Id</th><th scope="col">Kind</th><th scope="col">Redirect URI</th>
<th scope="col">Scopes</th><th scope="col">Secrets</th></tr></thead>
<tbody>${clients.slice(0, MOST_CLIENTS).map(client)}</tbody>
</table></div>
${left > 0 ? html`<p>${left} more in <a href="${CONSOLE_PATH}/state">the state as JSON</a>.</p>` : ''}`;
}

function client({ name, id, isConfidential, redirectUri, scopes, secrets }: ClientView): Markup {
  return html`<tr><th scope="row">${name}</th><td><code>${id}</code></td><td>${isConfidential ? 'confidential' : 'public'}</td>
<td>${redirectUri ?? ''}</td><td class="long">${scopes.map((scope) => `${scope.name} (${scope.type})`).join(', ')}</td>
<td class="long">${secrets.map(secret)}</td></tr>
`;
}

function secret({ id, description, expiryTime, expired }: ClientView['secrets'][number]): Markup {
  const until = expiryTime === null ? '' : `, ${expired ? 'expired' : 'expires'} ${expiryTime}`;
  return html`<div>${id}${description === null ? '' : `: ${description}`}${until}</div>`;
}
