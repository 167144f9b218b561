/** How far a run is; commands turn it into a bar or lines. */
export interface Progress {
  /** A new stage begins; `total` items are to come. */
  begin(stage: string, total: number): void;
  advance(count: number): void;
  end(): void;
  /** One sentence that the user should see. */
  note(text: string): void;
}

export const silentProgress: Progress = { begin() {}, advance() {}, end() {}, note() {} };

/** Runs `work` as a stage. */
export const stage = async <T>(
  progress: Progress,
  name: string,
  total: number,
  work: () => Promise<T>,
): Promise<T> => {
  progress.begin(name, total);
  try {
    return await work();
  } finally {
    progress.end();
  }
};
