/** Instants that careless servers show or read as another one. */

/**
 * An instant of the next end of summer time in Europe that is far enough ahead, in the document's notation: clocks from Portugal to
 * Finland go back at one o'clock in Greenwich on the last Sunday of October. Who keeps local times cannot tell the hour before from the one after.
 */
export function hourShownTwice(now: Date, nth: 0 | 1): string {
  const far = new Date(now.getTime() + FAR_DAYS * 86_400_000);
  const lastSunday = (year: number): Date => {
    const end = new Date(Date.UTC(year, 9, 31, nth, 30));
    return new Date(end.getTime() - end.getUTCDay() * 86_400_000);
  };
  const year = far.getUTCFullYear();
  return (lastSunday(year) > far ? lastSunday(year) : lastSunday(year + 1)).toISOString();
}

/** Noon of the next 29 February that is far enough ahead. */
export function leapDay(now: Date): string {
  const far = new Date(now.getTime() + FAR_DAYS * 86_400_000);
  const leap = (year: number): Date => new Date(Date.UTC(year, 1, 29, 12));
  const years = Array.from({ length: 9 }, (_, ahead) => far.getUTCFullYear() + ahead);
  const next = years.find((year) => leap(year) > far && leap(year).getUTCDate() === 29);
  return leap(next ?? 2096).toISOString();
}

/** Days ahead in which secrets surely do not end during the run, whatever the zone. */
const FAR_DAYS = 20;

/** The same instant as clocks show it five and a half hours east of Greenwich (RFC 3339, 5.6). */
export function withOffset(time: string): string {
  return new Date(Date.parse(time) + 5.5 * 3_600_000).toISOString().replace(/\.\d+Z$/, '+05:30');
}
