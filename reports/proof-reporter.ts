import { relative } from 'node:path';
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
import { outcomesOf, problemsFrom, requirementsOf } from './outcomes.ts';
import { Progress } from './progress.ts';
import { type ArmEvidence, type Departure, EVIDENCE_FILE, type Evidence, type TestEvidence } from './proof/evidence.ts';
import { writeJson } from './proof/files.ts';
import type { PlannedProject, ProofPlan } from './proof/plan.ts';

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

/** Collects which assertions failed against which tenant, and leaves it all in one file; it judges nothing. */
export default class ProofReporter implements Reporter {
  readonly #options: Options;
  readonly #projects: ReadonlyMap<string, PlannedProject>;
  readonly #arms = new Map<string, Arm>();
  readonly #sites = new Set<string>();
  readonly #problems: string[] = [];
  readonly #progress = new Progress(process.stderr);
  readonly #startedAt = new Date();

  constructor(options: Options) {
    this.#options = options;
    this.#projects = new Map(options.plan.projects.map((project) => [project.name, project]));
    if (options.plan.control) this.#arm('control', 'control');
    for (const { id } of options.plan.personas) this.#arm('persona', id);
    for (const { id } of options.plan.faults) this.#arm('fault', id);
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
    const executed = assertions(result.steps);
    for (const step of executed) this.#sites.add(this.#site(step));
    const failed = executed.filter((step) => step.error !== undefined).map((step) => this.#site(step));
    for (const { requirement, status, cause, detail, findings } of outcomesOf(test, result)) {
      const arm = this.#armOf(project, requirement);
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
        departures: arm.kind === 'fault' ? departuresOf(result) : [],
        findings: arm.kind === 'fault' ? [] : findings.slice(0, 3),
      });
    }
    this.#progress.advance(`${project.name}  ${test.title}`);
    // A full proof has hundreds of thousands of results, and the runner would keep them all to its end.
    result.steps.length = 0;
    result.attachments.length = 0;
    result.errors.length = 0;
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
    writeJson(this.#options.folder, EVIDENCE_FILE, evidence);
    // Failed tests are what a proof is made of; whether it holds is judged from the evidence.
    return { status: 'passed' };
  }

  /** The tenant that a test of a project met. */
  #armOf({ alteration }: PlannedProject, requirement: string): Arm {
    if (alteration.persona !== undefined) return this.#arm('persona', alteration.persona);
    const fault = alteration.fault ?? alteration.faults?.[requirement];
    return fault === undefined ? this.#arm('control', 'control') : this.#arm('fault', fault);
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

function departuresOf(result: TestResult): readonly Departure[] {
  return result.attachments
    .filter(({ name, body }) => name === 'departures' && body !== undefined)
    .flatMap(({ body }) => JSON.parse(body?.toString('utf8') ?? '[]') as Departure[]);
}
