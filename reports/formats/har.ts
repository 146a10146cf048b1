import type { Exchange, RunStory } from '../verdict/result.ts';

/** HTTP Archive 1.2 of every exchange of the run, redacted. */
export function har({ result, exchanges }: RunStory): string {
  const { name, version } = result.suite;
  const log = { version: '1.2', creator: { name, version }, pages: [], entries: exchanges.map(entry) };
  return `${JSON.stringify({ log })}\n`;
}

function entry({ operation, startedAt, durationMs, request, response, error }: Exchange) {
  const type = (headers: Readonly<Record<string, string>>) => headers['content-type'] ?? '';
  return {
    startedDateTime: startedAt,
    time: durationMs,
    request: {
      method: request.method,
      url: request.url,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(Object.entries(request.headers)),
      queryString: pairs(queryOf(request.url)),
      headersSize: -1,
      bodySize: request.body === undefined ? 0 : Buffer.byteLength(request.body),
      ...(request.body !== undefined && { postData: { mimeType: type(request.headers), text: request.body } }),
    },
    response: {
      // 0 is how HAR says that there was no answer.
      status: response?.status ?? 0,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: pairs(Object.entries(response?.headers ?? {})),
      content: {
        size: Buffer.byteLength(response?.body ?? ''),
        mimeType: type(response?.headers ?? {}),
        text: response?.body ?? '',
      },
      redirectURL: response?.headers.location ?? '',
      headersSize: -1,
      bodySize: -1,
      ...(error !== undefined && { comment: error }),
    },
    cache: {},
    timings: { send: 0, wait: durationMs, receive: 0 },
    ...(operation !== undefined && { comment: operation }),
  };
}

function pairs(entries: Iterable<readonly [string, string]>) {
  return [...entries].map(([name, value]) => ({ name, value }));
}

function queryOf(url: string): readonly (readonly [string, string])[] {
  const at = url.indexOf('?');
  return at < 0 ? [] : [...new URLSearchParams(url.slice(at + 1))];
}
