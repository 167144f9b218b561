// Reporter for tap: failures in full, a line a file, reasons of skips, and `N passed, N failed` as the last line.
import { Transform } from 'node:stream';
import { Parser } from 'tap-parser';

/** Reads the TAP stream of the whole run and writes a short account of it. */
export default class Summary extends Transform {
  #parser = new Parser();
  #passed = 0;
  #failed = 0;
  #skips = [];

  constructor() {
    super();
    this.#watch(this.#parser, []);
  }

  #watch(parser, path) {
    const own = { failures: 0 };
    let lastChild;
    parser.on('child', (child) => {
      lastChild = this.#watch(child, [...path, child.name]);
    });
    parser.on('assert', (result) => {
      const child = result.closingTestPoint ? lastChild : undefined;
      if (path.length === 0) this.push(`${result.ok ? 'ok' : 'not ok'} ${result.name}${time(result)}\n`);
      own.failures += this.#count(result, [...path, result.name].join(' > '), child);
    });
    parser.on('bailout', (reason) => {
      this.#failed += 1;
      this.push(`\nBAIL OUT ${reason}\n`);
    });
    return own;
  }

  /** Counts one assertion; a subtest's verdict counts only where none of its own assertions explains it. */
  #count(result, name, child) {
    if (result.skip || result.todo) {
      this.#skips.push(`${name}: ${result.skip || result.todo}`);
      return 0;
    }
    if (result.ok) {
      if (!child) this.#passed += 1;
      return 0;
    }
    if (!child || child.failures === 0) {
      this.#failed += 1;
      this.push(`\nFAILED ${name}\n${details(result.diag)}\n`);
    }
    return 1;
  }

  _transform(chunk, _encoding, done) {
    this.#parser.write(chunk);
    done();
  }

  _flush(done) {
    this.#parser.end();
    for (const skip of this.#skips) this.push(`skipped ${skip}\n`);
    if (this.#skips.length > 0) this.push(`${this.#skips.length} skipped\n`);
    this.push(`${this.#passed} passed, ${this.#failed} failed\n`);
    done();
  }
}

const time = (result) => (result.time ? ` (${Math.round(result.time)} ms)` : '');

const details = (diag) =>
  diag
    ? JSON.stringify(diag, null, 2)
        .split('\n')
        .slice(0, 60)
        .map((line) => `    ${line}`)
        .join('\n')
    : '';
