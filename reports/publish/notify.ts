import { EnvHttpProxyAgent, fetch } from 'undici';
import type { ConformanceResult } from '../verdict/result.ts';
import { sinceLast } from './since.ts';

/** What a webhook understands. */
export type WebhookKind = 'generic' | 'slack' | 'teams';

/** Longest time to wait for a webhook, in milliseconds. */
const WAIT_MS = 10_000;
/** Most lines of differences that a message tells. */
const MOST = 12;

/**
 * Tells a webhook where the verdict on a tenant is another one than last time. Never throws, and changes no verdict.
 * @param env variables: CONFORMANCE_WEBHOOK, and CONFORMANCE_WEBHOOK_KIND where its host does not tell
 * @returns a sentence on what became of it; undefined where there was nothing to tell. Never holds the address, which is a secret
 */
export async function notify(
  env: NodeJS.ProcessEnv,
  result: ConformanceResult,
  history: readonly ConformanceResult[],
): Promise<string | undefined> {
  const url = env.CONFORMANCE_WEBHOOK?.trim();
  if (!url || sinceLast(result, history)?.isNew !== true) return undefined;
  const kind = kindOf(url, env.CONFORMANCE_WEBHOOK_KIND);
  try {
    const { status } = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(payloadOf(kind, result, history)),
      signal: AbortSignal.timeout(WAIT_MS),
      dispatcher: new EnvHttpProxyAgent(),
    });
    if (status >= 200 && status < 300)
      return `The webhook (${kind}) was told that the verdict is another one than last time.`;
    return `CONFORMANCE_WEBHOOK: it answered ${status}, so nobody may have been told of the new verdict; check the address, and CONFORMANCE_WEBHOOK_KIND (${kind}).`;
  } catch (error) {
    const { name, cause } = error as Error & { cause?: { code?: string } };
    return `CONFORMANCE_WEBHOOK: it could not be reached (${cause?.code ?? name}), so nobody was told of the new verdict.`;
  }
}

function kindOf(url: string, wanted: string | undefined): WebhookKind {
  if (wanted === 'slack' || wanted === 'teams' || wanted === 'generic') return wanted;
  const host = URL.canParse(url) ? new URL(url).hostname : '';
  if (/(^|\.)slack\.com$/.test(host)) return 'slack';
  return /(^|\.)(office\.com|logic\.azure\.com|powerplatform\.com)$/.test(host) ? 'teams' : 'generic';
}

/** The message, as the webhook of each kind takes it. It holds no credential: results have none. */
export function payloadOf(kind: WebhookKind, result: ConformanceResult, history: readonly ConformanceResult[]): object {
  const since = sinceLast(result, history);
  const before = history.at(-1);
  const { tenant, partition, environment } = result.tenant;
  const where = [environment, tenant, partition].filter((one) => one !== undefined).join(', ');
  const lines = (since?.lines ?? []).slice(0, MOST);
  const title = `External Client API: ${result.headline}`;
  if (kind === 'slack')
    return {
      text: title,
      blocks: [
        // A header is cut off after 150 letters, and what was not verified stands at the end of a headline.
        { type: 'header', text: { type: 'plain_text', text: 'External Client API' } },
        {
          type: 'section',
          text: {
            type: 'mrkdwn',
            text: clip(
              [
                `*${escaped(result.headline)}*`,
                escaped(where),
                `before: ${escaped(before?.headline ?? 'none')}`,
                `gate: ${result.gate.outcome}`,
              ].join('\n'),
              3000,
            ),
          },
        },
        { type: 'section', text: { type: 'mrkdwn', text: clip(`\`\`\`${escaped(lines.join('\n'))}\`\`\``, 3000) } },
      ],
    };
  if (kind === 'teams')
    return {
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
            type: 'AdaptiveCard',
            version: '1.4',
            body: [
              { type: 'TextBlock', size: 'Medium', weight: 'Bolder', wrap: true, text: title },
              {
                type: 'FactSet',
                facts: [
                  { title: 'tenant', value: where },
                  { title: 'before', value: before?.headline ?? 'none' },
                  { title: 'gate', value: result.gate.outcome },
                ],
              },
              ...lines.map((text) => ({ type: 'TextBlock', wrap: true, fontType: 'Monospace', spacing: 'None', text })),
            ],
          },
        },
      ],
    };
  return {
    event: 'verdict-changed',
    suite: result.suite,
    tenant: result.tenant,
    startedAt: result.startedAt,
    verdict: { word: result.word, headline: result.headline, gate: result.gate.outcome },
    before: before && {
      startedAt: before.startedAt,
      word: before.word,
      headline: before.headline,
      gate: before.gate.outcome,
    },
    broken: since?.broken ?? [],
    mended: since?.mended ?? [],
    changes: lines,
  };
}

/** Characters that Slack gives a meaning. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function clip(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 3)}...` : text;
}
