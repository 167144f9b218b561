// Reporter for tap: failures in full, a line a file, and `N passed, N failed` as the last line.
import { Transform } from 'node:stream';
import { Parser } from 'tap-parser';

/** Reads the TAP stream of the whole run and writes a short account of it. */
export default class Summary extends Transform {
  #parser = new Parser();
  #counts = { passed: 0, failed: 0, skipped: 0 };
  #skips = [];

  constructor() {
    super();
    this.#watch(this.#parser, '', 0);
  }

  #watch(parser, path, depth) {
    parser.on('child', (child) =>
      this.#watch(child, path ? `${path} > ${child.name}` : child.name, depth + 1),
    );
    parser.on('assert', (result) => {
      // A subtest's own verdict repeats its assertions; only a failing one without children counts by itself.
      const isSubtest = this.#children.has(`${path}\u0000${result.name}`);
      if (depth === 0) this.push(`${result.ok ? 'ok' : 'not ok'} ${result.name}${timeOf(result)}\n`);
      if (isSubtest) return;
      if (result.skip || result.todo) {
        this.#counts.skipped += 1;
        this.#skips.push(`${path ? `${path} > ` : ''}${result.name}: ${result.skip || result.todo}`);
      } else if (result.ok) this.#counts.passed += 1;
      else {
        this.#counts.failed += 1;
        this.push(`\nFAILED ${path ? `${path} > ` : ''}${result.name}\n${indent(result.diag)}\n`);
      }
    });
    parser.on('bailout', (reason) => this.push(`\nBAIL OUT ${reason}\n`));
    if (path) this.#children.add(`${path.split(' > ').slice(0, -1).join(' > ')}\u0000${parser.name}`);
  }

  #children = new Set();

  _transform(chunk, _encoding, done) {
    this.#parser.write(chunk);
    done();
  }

  _flush(done) {
    this.#parser.end();
    for (const skip of this.#skips) this.push(`skipped ${skip}\n`);
    const { passed, failed, skipped } = this.#counts;
    if (skipped > 0) this.push(`${skipped} skipped\n`);
    this.push(`${passed} passed, ${failed} failed\n`);
    done();
  }
}

const timeOf = (result) => (result.time ? ` (${Math.round(result.time)} ms)` : '');
const indent = (diag) =>
  diag
    ? JSON.stringify(diag, null, 2)
        .split('\n')
        .slice(0, 60)
        .map((line) => `    ${line}`)
        .join('\n')
    : '';
