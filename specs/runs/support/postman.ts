import { createContext, runInContext } from 'node:vm';

interface Pair {
  readonly key: string;
  readonly value: string;
}

interface Item {
  readonly name: string;
  readonly event?: readonly { readonly listen: string; readonly script: { readonly exec: readonly string[] } }[];
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly header: readonly Pair[];
    readonly auth?: { readonly basic: readonly Pair[] };
    readonly body?: { readonly raw?: string; readonly urlencoded?: readonly Pair[] };
  };
}

/** A collection of Postman, as far as ours use the format. */
export interface Collection {
  readonly info: { readonly name: string; readonly description: string; readonly schema: string };
  readonly item: readonly Item[];
  readonly variable: readonly (Pair & { readonly type: string })[];
}

/** What came of one request of a collection. */
export interface Sent {
  readonly name: string;
  readonly status: number;
  readonly body: string;
  /** Tests that its script made, each with whether it holds. */
  readonly tests: readonly (readonly [title: string, holds: boolean])[];
}

/** Sends the requests of a collection in their order, with what its scripts do to variables. */
export async function runCollection(
  { item: items, variable }: Collection,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<readonly Sent[]> {
  const variables = new Map(variable.map(({ key, value }) => [key, value]));
  const valueOf = (name: string): string | undefined => environment[name] ?? variables.get(name);
  const filled = (text: string): string =>
    text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => valueOf(name) ?? whole);
  const sent: Sent[] = [];
  for (const { name, request, event } of items) {
    const tests: [string, boolean][] = [];
    const play = (listen: string, response?: object): void => {
      const pm = {
        response,
        variables: { get: valueOf },
        collectionVariables: { set: (key: string, value: string) => variables.set(key, value) },
        test: (title: string, body: () => void) => {
          try {
            body();
            tests.push([title, true]);
          } catch {
            tests.push([title, false]);
          }
        },
      };
      for (const { script } of event?.filter((one) => one.listen === listen) ?? [])
        runInContext(script.exec.join('\n'), createContext({ pm, console: { log: () => undefined } }));
    };
    play('prerequest');
    const { method, url, header, auth, body } = request;
    const headers = new Headers(header.map(({ key, value }) => [key, filled(value)]));
    const [user, password] = auth?.basic.map(({ value }) => filled(value)) ?? [];
    if (user !== undefined) headers.set('authorization', `Basic ${btoa(`${user}:${password ?? ''}`)}`);
    const form = body?.urlencoded?.map(({ key, value }): [string, string] => [key, filled(value)]);
    const content = form === undefined ? filled(body?.raw ?? '') : new URLSearchParams(form);
    const answer = await fetch(filled(url), {
      method,
      headers,
      redirect: 'manual',
      ...(method !== 'GET' && body !== undefined && { body: content }),
    });
    const { status } = answer;
    const text = await answer.text();
    const has = {
      status: (wanted: number) => {
        if (wanted !== status) throw new Error(`${status}`);
      },
    };
    play('test', { text: () => text, to: { have: has } });
    sent.push({ name, status, body: text, tests });
  }
  return sent;
}
