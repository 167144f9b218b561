/** Which dialogues a file covers, and whether it goes through them in order: a bit a dialogue. */
export class Coverage {
  readonly #seen: Uint8Array;
  #previous = -1;
  #covered = 0;
  #inOrder = true;

  constructor(dialogues: number) {
    this.#seen = new Uint8Array((dialogues + 7) >> 3);
  }

  /** Number of dialogues visited. */
  get covered(): number {
    return this.#covered;
  }

  /** Whether no dialogue was visited after a later one. */
  get inOrder(): boolean {
    return this.#inOrder;
  }

  /** Notes a row of the dialogue at `ordinal`; returns whether it had one before. */
  visit(ordinal: number): boolean {
    if (ordinal < this.#previous) this.#inOrder = false;
    this.#previous = ordinal;
    const bit = 1 << (ordinal & 7);
    const byte = this.#seen[ordinal >> 3] ?? 0;
    if ((byte & bit) !== 0) return true;
    this.#seen[ordinal >> 3] = byte | bit;
    this.#covered++;
    return false;
  }
}
