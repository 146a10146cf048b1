import { createHash } from 'node:crypto';
import { html } from 'hono/html';
import { SCRIPT } from '../../reports/page/script.ts';
import { fold, type Html, hero, moment, page, section, table, tools } from '../../reports/page/shell.ts';
import { STYLE } from '../../reports/page/style.ts';
import { plural } from '../../reports/terminal/text.ts';
import { groupBy } from '../../reports/verdict/group.ts';
import { requirements } from '../../specs/catalogue/index.ts';
import { type Choice, LONGEST_LATENCY_MS, switchesInWords } from './alterations.ts';
import { CONSOLE_PATH } from './running.ts';
import type { ClientView, RequestView, StateView } from './view.ts';

type Switchable = Choice & { readonly on: boolean };
type Kind = 'personas' | 'faults';

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

/**
 * What the console does beyond being read: it switches without leaving the page, shows what is new, and opens an exchange in place.
 * Whatever is `data-live` is taken over from the page as the server gives it.
 */
const LIVE = `${SCRIPT}
const take=text=>{const d=new DOMParser().parseFromString(text,'text/html');for(const e of $$('[data-live]',d)){const at=document.getElementById(e.id);
if(at&&at.outerHTML!==e.outerHTML){const on=document.activeElement?.id,inside=at.contains(document.activeElement);at.replaceWith(e);if(inside&&on)document.getElementById(on)?.focus()}}apply()};
document.addEventListener('submit',async e=>{if(e.target.method!=='post')return;e.preventDefault();const b=e.submitter,body=new URLSearchParams(new FormData(e.target));
if(b?.name)body.set(b.name,b.value);const r=await fetch(e.target.action,{method:'POST',body});if(r.ok)take(await r.text())});
document.addEventListener('click',async e=>{const a=e.target.closest('a.request');if(!a)return;e.preventDefault();const r=await fetch(a.href),d=new DOMParser().parseFromString(await r.text(),'text/html');
$('#exchange div').replaceChildren(...$('main',d).childNodes);$('#exchange').showModal()});
if($('#requests'))setInterval(async()=>{if(document.hidden||$('#exchange').open)return;try{const r=await fetch('${CONSOLE_PATH}/?part=live');if(r.ok)take(await r.text())}catch{}},2000);
`;

const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
/** Allow the style and the script of the page, and no others, in a content security policy. */
export const STYLE_DIGEST = digest(STYLE);
export const SCRIPT_DIGEST = digest(LIVE);

/** The console as a page of plain forms, which works without its script as well. */
export function consolePage(content: PageContent): string {
  const { state, personas, faults } = content;
  const all = [...personas, ...faults];
  const on = all.filter((one) => one.on).length;
  const groups = groupBy(faults, operationOf);
  const body = html`${hero({
    eyebrow: 'External Client API, mock tenant for tests',
    title: 'Mock tenant',
    lead: live('now', switchesInWords(state)),
    figure: controls(state),
    facts: [],
    more: html`<p class="links"><a href="${CONSOLE_PATH}/openapi.json">OpenAPI document</a> <a href="${CONSOLE_PATH}/state">State as JSON</a> <a href="${CONSOLE_PATH}/requests">Requests as JSON</a></p>`,
  })}
<main id="main" class="wrap"><div class="pair">${section(
    'behaviour',
    'Behaviour',
    'Personas are legal variants; faults are deviations from the documentation. One click switches.',
    html`${active(all)}${tools('Search personas, faults, requirements', [
      ['on', 'on', on],
      ['off', 'off', all.length - on],
    ])}<form method="post" action="${CONSOLE_PATH}/state" class="card list">${fold(
      html`Personas <small>${personas.length}</small>`,
      personas.map((one) => choice('personas', one)),
    )}${[...groups].map(([operation, some]) =>
      fold(
        html`Faults of <span class="id">${operation}</span> <small>${some.length}</small>`,
        some.map((one) => choice('faults', one)),
      ),
    )}</form>`,
  )}${section('requests', 'Requests', 'The latest first, as they come in; follow one to its exchange.', html`<div class="card list recent">${recent(content.requests)}</div>`)}</div>
${section('organizations', 'Organizations', '', organizations(state))}</main>
<dialog id="exchange" aria-label="Exchange"><form method="dialog"><button>Close</button></form><div></div></dialog>`;
  return page('Mock tenant', 'pass', 'console', body, { script: LIVE });
}

/** What changes by itself on the page, as the server sees it at this moment. */
export function livePart({ state, personas, faults, requests }: PageContent): Html {
  return html`${live('now', switchesInWords(state))}${active([...personas, ...faults])}${recent(requests)}${organizations(state)}`;
}

/** One exchange as a page of its own. */
export function exchangePage(number: number, text: string): string {
  const [line = ''] = text.split('\n');
  const body = html`<main id="main" class="wrap"><h1>${line}</h1><p class="hint">Request ${number}, redacted. <a href="${CONSOLE_PATH}/">Console</a></p><pre class="card" tabindex="0" role="group" aria-label="Exchange">${text}</pre></main>`;
  return page(line, 'skip', 'console', body, { script: LIVE });
}

/** A part that is taken over from the server where it has changed. */
function live(id: string, content: string): Html {
  return html`<span id="${id}" data-live>${content}</span>`;
}

function controls({ latencyMs }: StateView): Html {
  return html`<div class="controls"><form method="post" action="${CONSOLE_PATH}/state"><label>Every answer late by <input type="number" name="latencyMs" min="0" max="${LONGEST_LATENCY_MS}" step="1" value="${latencyMs}" required> ms</label> <button type="submit">Set</button></form>
<form method="post" action="${CONSOLE_PATH}/reset"><button type="submit">Reset</button> <small>organizations, clients and behaviour of the start</small></form></div>`;
}

/** What is on, in front of everything else. */
function active(all: readonly Switchable[]): Html {
  const on = all.filter((one) => one.on);
  return html`<form id="active" data-live method="post" action="${CONSOLE_PATH}/state" class="active">${
    on.length === 0
      ? html`<p class="hint">Nothing is switched on.</p>`
      : html`<ul>${on.map(({ id, sentence, requirements: broken }) => html`<li class="${broken === undefined ? 'skip' : 'fail'}"><button name="toggle" value="${broken === undefined ? 'personas' : 'faults'}:${id}" class="chip" aria-label="Switch ${id} off">${id} ✕</button> ${sentence}</li>`)}</ul>`
  }</form>`;
}

/** The operation of the first requirement that a fault breaks. */
function operationOf({ requirements: [first = ''] = [] }: Switchable): string {
  return (
    (requirements as Readonly<Record<string, { readonly operation: string } | undefined>>)[first]?.operation ?? 'others'
  );
}

function choice(kind: Kind, { id, sentence, on, requirements: broken = [], fromTheStart }: Switchable): Html {
  const late = fromTheStart === true && !on;
  return html`<div class="item" id="${kind}-${id}" data-is="${on ? 'on' : 'off'}" data-live><button name="toggle" value="${kind}:${id}" id="b-${kind}-${id}" aria-pressed="${String(on)}" aria-label="${id}"${late && html` disabled`}>${on ? 'on' : 'off'}</button><span><span class="id">${id}</span><br>${sentence}${late && ' Only from the start.'} <small>${broken.join(', ')}</small></span></div>`;
}

function recent(requests: readonly RequestView[]): Html {
  const shown = requests.slice(0, MOST_REQUESTS);
  const rows = shown.map(({ number, time, method, path, status, operation, cause, tookMs }) => {
    const look = status < 400 ? 'pass' : status < 500 ? 'warn' : 'fail';
    return html`<li><a class="request" href="${CONSOLE_PATH}/requests/${number}"><time>${time.slice(11, 23)}</time><span class="chip ${look}">${status}</span><b>${method}</b><span>${operation ?? ''}</span><small>${tookMs} ms</small><code>${path}</code>${cause !== undefined && html`<small class="cause">refused: ${cause.replaceAll('_', ' ')}</small>`}</a></li>`;
  });
  return html`<div id="recent" data-live>${
    rows.length === 0
      ? html`<p class="hint">None yet.</p>`
      : html`<ol class="requests">${rows}</ol><p class="hint">${shown.length} of ${requests.length}</p>`
  }</div>`;
}

function organizations({ organizations: all }: StateView): Html {
  return html`<div id="stock" data-live>${all.map(({ name, partitionId, identityUrl, clients }) => {
    const left = clients.length - MOST_CLIENTS;
    return html`<div class="card"><h3 id="organization-${name}">${name}</h3><dl class="meta"><dt>Partition</dt><dd><code>${partitionId}</code></dd><dt>Identity URL</dt><dd><code>${identityUrl}</code></dd></dl>
${fold(plural(clients.length, 'client'), table(`Clients of ${name}`, ['client', 'kind', 'redirect URI', 'scopes', 'secrets'], clients.slice(0, MOST_CLIENTS).map(client), 'stacked clients'), clients.length <= 10)}${left > 0 && html`<p>${left} more in <a href="${CONSOLE_PATH}/state">the state as JSON</a>.</p>`}</div>`;
  })}</div>`;
}

function client({ name, id, isConfidential, redirectUri, scopes, secrets }: ClientView): Html {
  return html`<tr><th scope="row">${name}<br><code>${id}</code></th><td>${isConfidential ? 'confidential' : 'public'}</td><td data-of="redirect URI">${(redirectUri ?? '').split(',').map((one) => one !== '' && html`<div>${one}</div>`)}</td><td data-of="scopes">${[...groupBy(scopes, ({ type }) => type)].map(([type, some]) => html`<div>${some.map(({ name: scope }) => html`<code>${scope}</code><br>`)}<small>${type}</small></div>`)}</td><td data-of="secrets">${secrets.map(secret)}</td></tr>`;
}

function secret({ id, description, expiryTime, expired }: ClientView['secrets'][number]): Html {
  const until = expiryTime === null ? '' : `, ${expired ? 'expired' : 'expires'} ${moment(expiryTime)}`;
  return html`<div>${id}${description !== null && `: ${description}`}${until}</div>`;
}
