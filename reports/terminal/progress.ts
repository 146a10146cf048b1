/** Milliseconds between two lines that tell how far a run is, where there is no terminal. */
const HEARTBEAT_MS = 10_000;

/** Tells how far a run is: one line that changes on a terminal, elsewhere a line every ten seconds. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #heartbeat: NodeJS.Timeout | undefined;
  /** What is counted. */
  #what = 'checks';
  #total = 0;
  #done = 0;
  #current = 'looking at the tenant';
  /** What the run waits for at the moment, as the end of a sentence; undefined: for answers alone. */
  waiting: () => string | undefined = () => undefined;

  /** @param stream where it tells; it begins at once, and goes on until {@link end} */
  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
    if (!stream.isTTY) this.#heartbeat = setInterval(() => this.#beat(), HEARTBEAT_MS).unref();
  }

  begin(total: number, what = this.#what): void {
    this.#what = what;
    this.#total = total;
  }

  /** Something that is no check has begun. */
  now(what: string): void {
    this.#current = what;
  }

  advance(title: string): void {
    this.#done += 1;
    this.#current = title;
    if (!this.#stream.isTTY) return;
    const line = `${this.#done}/${this.#total}  ${title}`;
    this.#stream.write(`\r\u001b[K${line.slice(0, Math.max(20, this.#stream.columns - 1))}`);
  }

  clear(): void {
    if (this.#stream.isTTY && this.#done > 0) this.#stream.write('\r\u001b[K');
  }

  end(): void {
    clearInterval(this.#heartbeat);
    this.clear();
  }

  #beat(): void {
    const waiting = this.waiting();
    const done = this.#total === 0 ? '' : `${this.#done} of ${this.#total} ${this.#what} done; `;
    this.#stream.write(`${done}now: ${this.#current}${waiting === undefined ? '' : `; ${waiting}`}\n`);
  }
}
