import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A new folder until the test ends; unlike tap's, not shared with another run of the same tests at the same time. */
export const freshFolder = (t: { teardown(work: () => void): unknown }): string => {
  const folder = mkdtempSync(join(tmpdir(), 'hapui-fault-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
