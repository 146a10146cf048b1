/** Where Debian installs the browser in which pages are looked at. */
export const CHROMIUM = '/usr/bin/chromium';

/** The sandbox and the services of a desktop browser have no place here. */
export const CHROMIUM_ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
] as const;
