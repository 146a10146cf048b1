import { join, relative } from 'node:path';
import type {
  FullConfig,
  FullResult,
  Reporter,
  Suite,
  TestCase,
  TestError,
  TestResult,
  TestStep,
} from '@playwright/test/reporter';
import {
  type ArmEvidence,
  type Departure,
  EVIDENCE_FILES,
  type Evidence,
  type TestEvidence,
} from './proof/evidence.ts';
import { MEETING_VARIABLE, type MeetingRun, type PlannedProject, type ProofPlan, projectsOf } from './proof/plan.ts';
import { replaceFile } from './publish/files.ts';
import { Progress } from './terminal/progress.ts';
import { outcomesOf, problemsFrom, requirementsOf } from './verdict/outcomes.ts';
import { CAUSES, type Cause } from './verdict/result.ts';

interface Options {
  readonly plan: ProofPlan;
  /** Working folder of the proof. */
  readonly folder: string;
  /** Folder that places of assertions are told from. */
  readonly root: string;
}

interface Arm {
  readonly kind: ArmEvidence['kind'];
  readonly id: string;
  readonly passed: Set<string>;
  readonly tests: TestEvidence[];
  durationMs: number;
}

/** What one of many faults made of a test that did not pass, as `fixtures/every-fault.ts` attaches it. */
interface Met {
  readonly fault: string;
  readonly status: 'fail' | 'skip';
  readonly detail?: string;
  readonly sites?: readonly string[];
  readonly departures?: readonly Departure[];
}

/** All of them, and the assertions that were carried out. */
interface Meetings {
  readonly met: readonly Met[];
  readonly sites: readonly string[];
}

/** Collects which assertions failed against which tenant, and leaves it all in one file; it judges nothing. */
export default class ProofReporter implements Reporter {
  readonly #options: Options;
  readonly #projects: ReadonlyMap<string, PlannedProject>;
  readonly #arms = new Map<string, Arm>();
  readonly #sites = new Set<string>();
  readonly #problems: string[] = [];
  readonly #progress = new Progress(process.stderr);
  readonly #startedAt = new Date();
  readonly #meeting = process.env[MEETING_VARIABLE] as MeetingRun | undefined;

  constructor(options: Options) {
    this.#options = options;
    const projects = projectsOf(options.plan, this.#meeting);
    this.#projects = new Map(projects.map((project) => [project.name, project]));
  }

  printsToStdio(): boolean {
    return true;
  }

  onBegin(_config: FullConfig, suite: Suite): void {
    this.#progress.begin(suite.allTests().length);
  }

  onTestEnd(test: TestCase, result: TestResult): void {
    const project = this.#projects.get(test.parent.project()?.name ?? '');
    if (project === undefined) return;
    if (this.#meeting !== undefined) this.#meetEach(project, test, result);
    else this.#meetOne(project, test, result);
    this.#progress.advance(`${project.name}  ${test.title}`);
    // A proof has a great many results, and the runner would keep them all to its end.
    result.steps.length = 0;
    result.attachments.length = 0;
    result.errors.length = 0;
  }

  #meetOne(project: PlannedProject, test: TestCase, result: TestResult): void {
    const executed = assertions(result.steps);
    for (const step of executed) this.#sites.add(this.#site(step));
    const failed = executed.filter((step) => step.error !== undefined).map((step) => this.#site(step));
    const { persona } = project.alteration;
    const arm = persona === undefined ? this.#arm('control', 'control') : this.#arm('persona', persona);
    for (const { requirement, status, cause, detail, findings } of outcomesOf(test, result, {})) {
      arm.durationMs += result.duration / requirementsOf(test).length;
      if (status === 'pass') {
        arm.passed.add(requirement);
        continue;
      }
      // What was found before the time ran out is no proof: the time-out may have had a hand in it.
      const proven = status === 'fail' && result.status === 'failed' && failed.length > 0;
      arm.tests.push({
        requirement,
        title: test.title,
        status: proven ? 'fail' : 'skip',
        ...(!proven && { cause: cause ?? 'timeout' }),
        ...(detail !== undefined && { detail }),
        sites: failed,
        departures: [],
        findings: findings.slice(0, 3),
      });
    }
  }

  /** A test that met many tenants: with each of them it passed unless something else is attached. */
  #meetEach({ alteration }: PlannedProject, test: TestCase, result: TestResult): void {
    const { met: all, sites } = attached<Meetings>(result, 'meetings') ?? { met: [], sites: [] };
    for (const site of sites) this.#sites.add(site);
    const told = new Map(all.map((met) => [met.fault, met]));
    const whole = result.status === 'passed' ? undefined : `the test that met all faults ${result.status}`;
    for (const requirement of requirementsOf(test)) {
      const { each = [], concerned, seed } = alteration;
      for (const id of concerned === undefined ? each : (concerned[requirement] ?? [])) {
        const arm = this.#arm(seed === undefined ? 'fault' : 'persona', id);
        const met = told.get(id);
        const title = seed === undefined ? test.title : `with seed ${seed}, ${test.title}`;
        if (met === undefined && whole === undefined) arm.passed.add(requirement);
        else arm.tests.push(evidenceOf(requirement, title, met, whole));
      }
    }
  }

  onError(error: TestError): void {
    for (const problem of problemsFrom(error)) if (!this.#problems.includes(problem)) this.#problems.push(problem);
  }

  async onEnd(full: FullResult): Promise<{ status: FullResult['status'] }> {
    this.#progress.clear();
    const ended = full.status === 'interrupted' || full.status === 'timedout';
    const evidence: Evidence = {
      startedAt: this.#startedAt.toISOString(),
      durationMs: Date.now() - this.#startedAt.getTime(),
      arms: [...this.#arms.values()].map((arm) => ({
        ...arm,
        passed: [...arm.passed],
        durationMs: Math.round(arm.durationMs),
      })),
      sites: [...this.#sites].sort(),
      problems: [...this.#problems, ...(ended ? ['The proof was ended before all tests had their turn.'] : [])],
    };
    const name = EVIDENCE_FILES[this.#meeting ?? 'tests'];
    replaceFile(join(this.#options.folder, name), JSON.stringify(evidence));
    // Failed tests are what a proof is made of; whether it holds is judged from the evidence.
    return { status: 'passed' };
  }

  #arm(kind: ArmEvidence['kind'], id: string): Arm {
    const key = `${kind} ${id}`;
    const known = this.#arms.get(key);
    if (known !== undefined) return known;
    const arm = { kind, id, passed: new Set<string>(), tests: [], durationMs: 0 };
    this.#arms.set(key, arm);
    return arm;
  }

  #site({ location }: TestStep): string {
    if (location === undefined) return 'unknown';
    return `${relative(this.#options.root, location.file).replaceAll('\\', '/')}:${location.line}`;
  }
}

/** The assertions that a test carried out itself, whatever their outcome. */
function assertions(steps: readonly TestStep[]): readonly TestStep[] {
  return steps.flatMap((step) => {
    if (step.category === 'hook' || step.category === 'fixture') return [];
    return step.category === 'expect' ? [step] : assertions(step.steps);
  });
}

function evidenceOf(requirement: string, title: string, met: Met | undefined, whole: string | undefined): TestEvidence {
  const base = { requirement, title, sites: [], departures: [], findings: [] };
  if (met?.status === 'fail')
    return { ...base, status: 'fail', sites: met.sites ?? [], departures: met.departures ?? [] };
  const [, cause, detail] = /^([a-z-]+): ([^]*)$/.exec(met?.detail ?? '') ?? [];
  const known = cause !== undefined && Object.hasOwn(CAUSES, cause) ? (cause as Cause) : 'suite-error';
  return { ...base, status: 'skip', cause: known, detail: detail ?? met?.detail ?? whole ?? '' };
}

function attached<T>(result: TestResult, attachment: string): T | undefined {
  const body = result.attachments.find(({ name }) => name === attachment)?.body;
  return body === undefined ? undefined : (JSON.parse(body.toString('utf8')) as T);
}
