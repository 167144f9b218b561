/**
 * One line of a JSONL file, read as strictly as the strictest loader. `JSON.parse` alone will not do: it keeps the last of two equal
 * keys and half a surrogate pair without a word, where Arrow stops, and its messages have no column.
 */

/** What is wrong with a line, and where: `offset` counts UTF-16 units from 0. */
export interface JsonFault {
  readonly code: 'invalid-json' | 'several-values' | 'duplicate-key' | 'lone-surrogate' | 'not-a-number';
  readonly offset: number;
  readonly text: string;
}

export interface JsonLine {
  /** Absent where no JSON can be made of the line. */
  readonly value?: unknown;
  /** Keys of the outermost object whose numbers are written without point and exponent: `1.0` is not one of them. */
  readonly whole: ReadonlySet<string>;
  readonly faults: readonly JsonFault[];
}

/** Deeper than any training row, and far from the end of the stack. */
const deepest = 200;

/** The value of `text` with all that is wrong with it; after `invalid-json` nothing more is looked for. */
export const readJsonLine = (text: string): JsonLine => {
  const scan = new Scan(text);
  const isJson = scan.run();
  const { whole, faults } = scan;
  return isJson ? { value: JSON.parse(text) as unknown, whole, faults } : { whole, faults };
};

class Fault extends Error {}

/** A walk over one text. A class for its cursor, which every rule of the grammar moves. */
class Scan {
  readonly faults: JsonFault[] = [];
  readonly whole = new Set<string>();
  private index = 0;
  /** Whether there is a word for a number that `JSON.parse` does not know. */
  private isLoose = false;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** Whether the text is one JSON value and nothing else. */
  run(): boolean {
    try {
      this.value(0);
      this.space();
      if (this.index === this.text.length) return !this.isLoose;
      if (this.followedByValue()) return false;
      this.fail('the value is over, but the line goes on');
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
    }
    return false;
  }

  private followedByValue(): boolean {
    const start = this.index;
    try {
      this.value(0);
    } catch {
      this.index = start;
      return false;
    }
    this.note('several-values', start, 'a second value begins on the same line');
    return true;
  }

  private note(code: JsonFault['code'], offset: number, text: string): void {
    this.faults.push({ code, offset, text });
  }

  private fail(text: string): never {
    this.note('invalid-json', this.index, text);
    throw new Fault();
  }

  private space(): void {
    for (;;) {
      const unit = this.text.charCodeAt(this.index);
      if (unit !== 0x20 && unit !== 0x09 && unit !== 0x0a && unit !== 0x0d) return;
      this.index++;
    }
  }

  private peek(): string {
    this.space();
    return this.text.charAt(this.index);
  }

  private value(depth: number): void {
    if (depth > deepest) this.fail(`values are nested more than ${deepest} deep`);
    const first = this.peek();
    if (first === '{') this.object(depth);
    else if (first === '[') this.array(depth);
    else if (first === '"') this.string();
    else this.scalar();
  }

  private object(depth: number): void {
    const keys = new Set<string>();
    this.index++;
    if (this.peek() === '}') {
      this.index++;
      return;
    }
    for (;;) {
      if (this.peek() !== '"') this.fail(this.found('a key in double quotes'));
      const start = this.index;
      this.string();
      const key = this.text.slice(start, this.index);
      // two spellings of one key (`"\u0061"`, `"a"`) are one key
      const name = key.includes('\\') ? (JSON.parse(key) as string) : key.slice(1, -1);
      if (keys.has(name)) this.note('duplicate-key', start, `the key ${JSON.stringify(name)} stands twice`);
      keys.add(name);
      if (this.peek() !== ':') this.fail(this.found('":" after the key'));
      this.index++;
      this.space();
      const from = this.index;
      this.value(depth + 1);
      if (depth === 0 && /^-?\d+$/.test(this.text.slice(from, this.index))) this.whole.add(name);
      if (this.next('}', '"," or "}" after the value')) return;
    }
  }

  private array(depth: number): void {
    this.index++;
    if (this.peek() === ']') {
      this.index++;
      return;
    }
    do this.value(depth + 1);
    while (!this.next(']', '"," or "]" after the value'));
  }

  /** Takes a comma, or `end`: whether it was the end. */
  private next(end: string, expected: string): boolean {
    const unit = this.peek();
    if (unit !== ',' && unit !== end) this.fail(this.found(expected));
    this.index++;
    return unit === end;
  }

  private string(): void {
    const start = this.index++;
    for (;;) {
      const unit = this.text.charCodeAt(this.index);
      if (Number.isNaN(unit)) {
        this.index = start;
        this.fail('a string is not closed');
      }
      if (unit < 0x20) this.fail('a control character stands in a string unescaped');
      this.index++;
      if (unit === 0x22) return;
      if (unit === 0x5c) this.escape();
    }
  }

  private escape(): void {
    const start = this.index - 1;
    const unit = this.text.charAt(this.index++);
    if (unit === 'u') {
      const code = this.hex(start);
      if (code < 0xd800 || code > 0xdfff) return;
      const isPair =
        code < 0xdc00 && /^\\u[dD][c-fC-F][\da-fA-F]{2}$/.test(this.text.slice(this.index, this.index + 6));
      if (isPair) this.index += 6;
      else
        this.note('lone-surrogate', start, `${this.text.slice(start, start + 6)} is half a surrogate pair`);
      return;
    }
    if (unit === '' || !'"\\/bfnrt'.includes(unit)) {
      this.index = start;
      this.fail('an escape that JSON does not have');
    }
  }

  private hex(start: number): number {
    const digits = this.text.slice(this.index, this.index + 4);
    if (!/^[\da-fA-F]{4}$/.test(digits)) {
      this.index = start;
      this.fail('\\u is not followed by four hexadecimal digits');
    }
    this.index += 4;
    return Number.parseInt(digits, 16);
  }

  private scalar(): void {
    const rest = this.text.slice(this.index, this.index + 400);
    const match = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/.exec(rest);
    if (match) {
      if (/^-?\d/.test(match[0]) && !Number.isFinite(Number(match[0])))
        this.note('not-a-number', this.index, `${match[0]} is beyond all numbers and read as infinite`);
      this.index += match[0].length;
      return;
    }
    const loose = /^-?(?:NaN|Infinity)(?!\w)/.exec(rest);
    if (!loose) this.fail(this.found('a value'));
    this.isLoose = true;
    this.note('not-a-number', this.index, `${loose[0]} is no number of JSON`);
    this.index += loose[0].length;
  }

  private found(expected: string): string {
    const unit = this.text.charAt(this.index);
    return unit === ''
      ? `the line ends; expected ${expected}`
      : `${JSON.stringify(unit)} stands here; expected ${expected}`;
  }
}
