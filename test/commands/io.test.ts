/** `hapui … | head -1` in a shell: expectations are what a shell says of a process that SIGPIPE ended (128 + 13). */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { buildSource } from '../faults/build.ts';

t.test('a reader that leaves early ends hapui quietly', { skip: process.platform === 'win32' }, (t) => {
  // ten times what a pipe holds, so that hapui has to notice
  const rows = Array.from({ length: 4000 }, (_, n) => `{"chosen": "They meet at ${n}.", "rejected": ""}\n`);
  const folder = t.testdir({ 'pairs.jsonl': rows.join('') });
  const command = `{ "${process.execPath}" "${join(buildSource(), 'cli.js')}" pairs check --for reward --json pairs.jsonl 2>err; echo $? >code; } | head -c 40`;
  const out = execFileSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' });
  t.match(out, /^\{"file":"pairs\.jsonl","for":"reward"/);
  t.equal(readFileSync(join(folder, 'code'), 'utf8').trim(), '141');
  t.equal(readFileSync(join(folder, 'err'), 'utf8'), '');
  t.end();
});
