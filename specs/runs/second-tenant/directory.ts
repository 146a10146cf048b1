import { randomBytes, randomInt } from 'node:crypto';

/** Kinds of scopes; the wire shows the word, callers may also send its number. */
export const KINDS = ['user', 'application', 'either'] as const;

export interface ShelfScope {
  readonly name: string;
  readonly resource: string;
  readonly label: string;
  readonly displayName: string;
  readonly description: string;
}

/** The five scopes that the page names. */
export const MANAGEMENT = [
  'PM.OAuthApp',
  'PM.OAuthApp.Read',
  'PM.OAuthApp.Write',
  'PM.OAuthSecret.Write',
  'PM.OAuthAppSecret.Write',
] as const;

const AREAS = [
  'Folders',
  'Jobs',
  'Assets',
  'Queues',
  'Robots',
  'Machines',
  'Users',
  'Execution',
  'Tasks',
  'Monitoring',
];

/** Every scope that an application can be registered for. */
export const SHELF: ReadonlyMap<string, ShelfScope> = new Map(
  [
    shelf('PM', 'Platform Management API', [...MANAGEMENT, 'PM.User', 'PM.User.Read', 'PM.Group', 'PM.Group.Read']),
    shelf('UiPath.Orchestrator', 'Orchestrator API Access', [
      'OR.Default',
      ...AREAS.flatMap((area) => [`OR.${area}`, `OR.${area}.Read`, `OR.${area}.Write`]),
    ]),
    shelf('TmApi', 'Test Manager', ['TM.Projects', 'TM.Projects.Read', 'TM.Requirements', 'TM.TestCases']),
  ]
    .flat()
    .map((entry) => [entry.name, entry]),
);

function shelf(resource: string, label: string, names: readonly string[]): readonly ShelfScope[] {
  return names.map((name) => {
    const words = name.split('.').slice(1).join(' ');
    return { name, resource, label, displayName: words, description: `Allows ${name}` };
  });
}

/** A scope as an application holds it. */
export interface HeldScope {
  readonly name: string;
  /** Index into {@link KINDS}. */
  readonly kind: number;
}

/** One secret. This tenant keeps values as they are: it lives for minutes and holds nothing of worth. */
export interface Key {
  readonly number: number;
  readonly text: string | null;
  readonly value: string;
  /** Milliseconds since 1970. */
  readonly born: number;
  /** Milliseconds since 1970; null: never. */
  readonly dies: number | null;
}

/** One registered application: what the page calls an external client. */
export interface App {
  readonly id: string;
  readonly confidential: boolean;
  name: string;
  redirect: string | null;
  scopes: readonly HeldScope[];
  certificates: readonly unknown[];
  keys: readonly Key[];
}

export interface Org {
  readonly slug: string;
  readonly id: string;
  apps: readonly App[];
}

/** What there is: two organizations, their applications and secrets. */
export class Directory {
  readonly orgs: readonly [Org, Org] = [
    { slug: 'contoso', id: guid(), apps: [] },
    { slug: 'fabrikam', id: guid(), apps: [] },
  ];
  /** The application that may do everything in the first organization. */
  readonly admin: App;
  /** The same in the second one. */
  readonly otherAdmin: App;
  #lastKey = randomInt(4000, 90_000);

  constructor() {
    const [own, other] = this.orgs;
    const all = MANAGEMENT.map((name) => ({ name, kind: 1 }));
    this.admin = this.#plant(own, 'Conformance administrator', true, null, all, 1);
    const both = 'https://kiosk.contoso.example/cb,https://kiosk.contoso.example/cb2';
    this.#plant(own, 'Payroll robots', true, 'https://payroll.contoso.example/cb', [{ name: 'OR.Jobs', kind: 1 }], 2);
    this.#plant(own, 'Kiosk', false, both, [{ name: 'OR.Tasks', kind: 0 }], 0);
    this.#plant(own, 'Überwachung 監視', true, 'https://w.contoso.example/', [{ name: 'PM.User.Read', kind: 1 }], 1);
    this.#plant(own, 'Retired integration', true, null, [], 0);
    this.otherAdmin = this.#plant(other, 'Fabrikam administrator', true, null, all, 1);
    this.#plant(other, 'Fabrikam shop', false, 'https://shop.fabrikam.example/cb', [{ name: 'OR.Tasks', kind: 0 }], 0);
  }

  find(org: Org, id: string): App | undefined {
    return org.apps.find((app) => sameId(app.id, id));
  }

  add(org: Org, draft: Omit<App, 'id' | 'keys'>): App {
    const app: App = { ...draft, id: guid(), keys: [] };
    org.apps = [...org.apps, app];
    return app;
  }

  remove(org: Org, app: App): void {
    org.apps = org.apps.filter((one) => one !== app);
  }

  mint(app: App, text: string | null, dies: number | null): Key {
    // Numbers grow, with gaps, as those of a shared sequence do.
    this.#lastKey += randomInt(1, 6);
    const value = `${randomBytes(24).toString('base64url')}x9A`;
    const key = { number: this.#lastKey, text, value, born: Date.now(), dies };
    app.keys = [...app.keys, key];
    return key;
  }

  /** The application with this secret, anywhere in the organization. */
  holder(org: Org, number: number): App | undefined {
    return org.apps.find(({ keys }) => keys.some((key) => key.number === number));
  }

  #plant(
    org: Org,
    name: string,
    confidential: boolean,
    redirect: string | null,
    scopes: readonly HeldScope[],
    keys: number,
  ): App {
    const app = this.add(org, { name, confidential, redirect, scopes, certificates: [] });
    for (let count = 0; count < keys; count += 1) this.mint(app, 'initial', null);
    return app;
  }
}

export function guid(): string {
  const digits = randomBytes(16).toString('hex');
  return [0, 8, 12, 16, 20].map((from, index, starts) => digits.slice(from, starts[index + 1])).join('-');
}

export function sameId(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
