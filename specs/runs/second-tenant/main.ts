import { SecondTenant } from './server.ts';

/** Serves until it is told to end; the first line on standard output holds the settings that reach it, as JSON. */
const tenant = new SecondTenant();
const settings = await tenant.listen();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => tenant.close());
process.stdout.write(`${JSON.stringify(settings)}\n`);
