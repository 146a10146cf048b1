/** One line that tells how far the run is; only on a terminal. */
export class Progress {
  readonly #stream: NodeJS.WriteStream;
  #total = 0;
  #done = 0;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  begin(total: number): void {
    this.#total = total;
  }

  advance(title: string): void {
    this.#done += 1;
    if (!this.#stream.isTTY) return;
    const line = `${this.#done}/${this.#total}  ${title}`;
    this.#stream.write(`\r\u001b[K${line.slice(0, Math.max(20, this.#stream.columns - 1))}`);
  }

  clear(): void {
    if (this.#stream.isTTY && this.#done > 0) this.#stream.write('\r\u001b[K');
  }
}
