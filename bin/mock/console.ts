import { isIP } from 'node:net';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { type Kind, LONGEST_LATENCY_MS, MockProblem, type Switches } from './alterations.ts';
import { consolePage, exchangePage, livePart, SCRIPT_DIGEST, STYLE_DIGEST } from './page.ts';
import { CONSOLE_PATH, type Mock } from './running.ts';
import { exchangeOf, requestsOf, stateOf } from './view.ts';

/**
 * The console of a mock: a page for people, and the same as JSON for tests. See `docs/mock.md`.
 * @param host the host that the mock listens on, as the user named it
 * @returns an application for everything below {@link CONSOLE_PATH}
 */
export function createConsole(mock: Mock, host: string): Hono {
  const app = new Hono({ strict: false }).basePath(CONSOLE_PATH);
  app.use(
    secureHeaders({
      contentSecurityPolicy: {
        defaultSrc: ["'none'"],
        styleSrc: [STYLE_DIGEST],
        scriptSrc: [SCRIPT_DIGEST],
        connectSrc: ["'self'"],
        imgSrc: ['data:'],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
      },
      // Without a referrer, browsers would leave out the origin of our own forms as well.
      referrerPolicy: 'same-origin',
      strictTransportSecurity: false,
    }),
    refuseStrangers(host, mock.tenant.tenant.origin),
    refuseLargeBodies,
    async (context, next) => {
      await next();
      context.header('Cache-Control', 'no-store');
    },
  );
  app.onError((error, context) =>
    error instanceof MockProblem
      ? refuse(context, 400, error.sentences.join(' '))
      : refuse(context, 500, 'The console met an error of its own.'),
  );
  app.notFound((context) => refuse(context, 404, `There is no such page; the console begins at ${CONSOLE_PATH}/.`));

  app.get('/', async (context) => {
    const [personas, faults] = [await mock.choices('personas'), await mock.choices('faults')];
    const content = { state: stateOf(mock), requests: requestsOf(mock), personas, faults };
    return context.html(context.req.query('part') === 'live' ? livePart(content) : consolePage(content));
  });
  app.get('/openapi.json', async (context) => {
    const { buildOpenApi } = await import('../../schemas/openapi/openapi.ts');
    return context.json(buildOpenApi({ identityUrl: mock.tenant.identityUrl }));
  });
  app.get('/state', (context) => context.json(stateOf(mock)));
  for (const kind of ['personas', 'faults'] as const satisfies readonly Kind[])
    app.get(`/${kind}`, async (context) => context.json(await mock.choices(kind)));
  app.get('/requests', (context) => context.json(requestsOf(mock)));
  app.get('/requests/:number', (context) => {
    const number = Number(context.req.param('number'));
    const text = exchangeOf(mock, number);
    return text === undefined
      ? refuse(context, 404, 'That request is not remembered.')
      : context.html(exchangePage(number, text));
  });
  app.delete('/requests', (context) => {
    mock.tenant.forgetRequests();
    return context.body(null, 204);
  });
  app.patch('/state', async (context) => {
    const changes = readChanges(await context.req.json().catch(() => undefined));
    if (typeof changes === 'string') return refuse(context, 400, changes);
    await mock.turn(changes);
    return context.json(stateOf(mock));
  });
  app.post('/reset', async (context) => {
    await mock.reset();
    return isForm(context) ? context.redirect(`${CONSOLE_PATH}/`, 303) : context.json(stateOf(mock));
  });
  // What the form of the page sends; scripts use PATCH.
  app.post('/state', async (context) => {
    const { latencyMs, toggle } = await context.req.parseBody();
    const changes = readChanges(
      toggle === undefined ? { latencyMs: Number(latencyMs) } : toggled(mock.switches, toggle),
    );
    if (typeof changes === 'string') return refuse(context, 400, changes);
    await mock.turn(changes);
    return context.redirect(`${CONSOLE_PATH}/`, 303);
  });
  return app;
}

/** Hono's own limit cannot replace the request of this server, which it does for bodies of unknown length. */
const refuseLargeBodies: MiddlewareHandler = async (context, next) => {
  const length = Number(context.req.header('content-length') ?? 0);
  if (context.req.header('transfer-encoding') === undefined && length <= MOST_BYTES) return next();
  return refuse(context, 413, `A body must have a Content-Length of at most ${MOST_BYTES}.`);
};
const MOST_BYTES = 256 * 1024;

function isForm(context: Context): boolean {
  return context.req.header('content-type')?.startsWith('application/x-www-form-urlencoded') === true;
}

function refuse(context: Context, status: 400 | 403 | 404 | 413 | 500, problem: string): Response {
  return context.json({ problem }, status);
}

/** What the switches are with one persona or fault, `faults:list-answers-500` for instance, on where it is off and off where it is on. */
function toggled(switches: Switches, toggle: unknown): unknown {
  const [kind = '', name = ''] = String(toggle).split(':');
  const known = kind === 'personas' || kind === 'faults' ? switches[kind] : [];
  return { [kind]: known.includes(name) ? known.filter((one) => one !== name) : [...known, name] };
}

/** What a request wants changed, or a sentence on what is wrong with it. */
function readChanges(body: unknown): Partial<Switches> | string {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return 'The body must be a JSON object with any of personas, faults and latencyMs.';
  for (const [name, value] of Object.entries(body)) {
    if (name === 'latencyMs') {
      if (!Number.isInteger(value) || value < 0 || value > LONGEST_LATENCY_MS)
        return `latencyMs must be a whole number from 0 to ${LONGEST_LATENCY_MS}.`;
    } else if (name === 'personas' || name === 'faults') {
      if (!Array.isArray(value) || !value.every((one) => typeof one === 'string'))
        return `${name} must be an array of names.`;
    } else return `${name} is not known; known are personas, faults and latencyMs.`;
  }
  return body;
}

/**
 * Lets nobody in but programs and pages of this very address. A page of another site must neither switch anything (its browser
 * names the origin) nor read anything by a name of its own that it makes point here (the browser names the host).
 */
function refuseStrangers(bound: string, tenantOrigin: string): MiddlewareHandler {
  const names = ['localhost', bound, new URL(tenantOrigin).hostname];
  return async (context, next) => {
    const host = context.req.header('host') ?? '';
    const name = hostname(host);
    if (name === undefined || !(names.includes(name) || isIP(name) > 0))
      return refuse(
        context,
        403,
        'The console answers to localhost, to addresses, and to the names of --host and --origin.',
      );
    if (context.req.method === 'GET' || context.req.method === 'HEAD') return next();
    const origin = context.req.header('origin');
    const site = context.req.header('sec-fetch-site') ?? 'none';
    const own = origin === undefined || origin === `http://${host}` || origin === tenantOrigin;
    if (own && (site === 'none' || site === 'same-origin')) return next();
    return refuse(context, 403, 'A page of another site may not switch the mock.');
  };
}

/** The name in a Host header: without port and, for IPv6, without brackets. */
function hostname(host: string): string | undefined {
  if (!URL.canParse(`http://${host}`)) return undefined;
  return new URL(`http://${host}`).hostname.replace(/^\[(.*)\]$/, '$1');
}
