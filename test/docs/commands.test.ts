import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import t from 'tap';
import { createProgram } from '../../src/commands/program.ts';
import { pageTest } from './page.ts';

pageTest('docs/commands.md');

const io = { out: () => {}, err: () => {}, env: {}, cwd: '.', isTerminal: false, now: () => 0 };

t.test('every command is in the table', async (t) => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/commands.md'), 'utf8');
  const rows = page.split('\n').filter((line) => line.startsWith('| `hapui'));
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
