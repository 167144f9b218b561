/** Tables of the docs name what the code has. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import t from 'tap';
import { createProgram } from '../../src/commands/program.ts';
import { guards } from '../../src/ensemble/merge/guards/index.ts';
import { findingCodes } from '../../src/preferences/check/codes.ts';
import { pairFormats } from '../../src/preferences/formats/index.ts';

const pageOf = (name: string): string => readFileSync(join(import.meta.dirname, '../../docs', name), 'utf8');

const io = { out: () => {}, err: () => {}, env: {}, cwd: '.', isTerminal: false, now: () => 0 };

t.test('docs/commands.md lists every command', async (t) => {
  const rows = pageOf('commands.md')
    .split('\n')
    .filter((line) => line.startsWith('| `hapui'));
  const named = (command: Command, path: string): void => {
    const own = `${path} ${command.name()}`;
    if (command.commands.length === 0) {
      const parts = own.split(' ');
      t.ok(
        rows.some(
          (row) => row.includes(parts.slice(0, 2).join(' ')) && parts.every((part) => row.includes(part)),
        ),
        own,
      );
    }
    for (const each of command.commands) named(each, own);
  };
  for (const command of createProgram(io, () => {}).commands)
    if (command.name() !== 'help') named(command, 'hapui');
});

t.test('docs/merging.md lists the guards of the code, in its order', async (t) => {
  const rows = [...pageOf('merging.md').matchAll(/^\| `(\w+)` \| (.+) \|$/gm)].map(([, name, refuses]) => ({
    name,
    refuses,
  }));
  t.strictSame(
    rows,
    guards.map(({ name, about }) => ({ name, refuses: about.replace(/^Refuses (.+)\.$/, '$1') })),
  );
});

t.test('docs/pairs.md lists every format and every code of a finding', async (t) => {
  const page = pageOf('pairs.md');
  const listed = [...page.matchAll(/^\| `([a-z0-9-]+)`/gm)].map(([, name]) => name ?? '');
  const known = [...Object.keys(pairFormats), ...Object.keys(findingCodes)];
  t.same(
    known.filter((name) => !listed.includes(name)),
    [],
  );
  for (const [code, about] of Object.entries(findingCodes))
    t.ok(page.includes(`| \`${code}\` | ${about} |`), code);
});

t.test('README.md and README.ko.md tell of the pools what bench/pools.md measured', async (t) => {
  const cells = (row: string): string[] => row.split('|').map((cell) => cell.trim().replaceAll('**', ''));
  const score = (cell = ''): string => cell.split(' ')[0]!;
  const measured = pageOf('../bench/pools.md')
    .split('\n')
    .filter((line) => /^\| \S+ \(.+\*\*/.test(line))
    .map((line) => {
      const [, pool = '', items, , , single, , mbr, skill, , , auto, oracle] = cells(line);
      const name = pool.includes('morpheme') ? `${score(pool)}, morphemes` : score(pool);
      return `| ${[name, items, single, score(mbr), score(skill), auto, oracle].join(' | ')} |`;
    });
  t.equal(measured.length, 7);
  for (const page of ['README.md', 'README.ko.md']) {
    const shown = pageOf(`../${page}`).split('\n');
    for (const row of measured) t.ok(shown.includes(row), `${page}: ${row}`);
  }
});
