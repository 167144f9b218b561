import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import type { Config } from '../../src/config/index.ts';
import { readFittedOn, refuseStrayLists, withoutFitted } from '../../src/run/fitted-on.ts';
import type { RunSystem } from '../../src/run/systems.ts';
import type { Window } from '../../src/run/windows.ts';
import { scratch } from '../commands/cli.ts';

const configWith = (folder: string, fitted_on: Record<string, string | readonly string[]>): Config =>
  ({ folder, labelled: { fitted_on } }) as unknown as Config;
const system = (id: string): RunSystem =>
  ({
    id,
    source: () => ({
      take: async ({ dialogues }: Window) =>
        dialogues.map((dialogue) => [
          { system: id, candidate: 0, text: `${id} ${dialogue.id}`, status: 'ok' },
        ]),
      close: async () => {},
    }),
  }) as unknown as RunSystem;
const window = {
  dialogues: ['a', 'b', 'c'].map((id, index) => ({ id, index, text: '', references: [] })),
  selected: [true, true, true],
} as unknown as Window;
const textsOf = async (one: RunSystem) =>
  (await one.source().take(window)).map((candidates) => candidates.map(({ text }) => text));

const files = async (t: Test): Promise<string> => {
  const folder = await scratch(t);
  await writeFile(join(folder, 'ids.txt'), 'b\r\n\n c \n');
  await writeFile(join(folder, 'ids.csv'), 'fname,summary\na,x\nc,y\n');
  return folder;
};

t.test('a system gives no candidates on dialogues that it was trained on, the others do', async (t) => {
  const fittedOn = await readFittedOn(configWith('.', { solar: ['b'] }));
  t.strictSame(await textsOf(withoutFitted(system('solar'), fittedOn)), [['solar a'], [], ['solar c']]);
  t.strictSame(await textsOf(withoutFitted(system('kobart'), fittedOn)), [
    ['kobart a'],
    ['kobart b'],
    ['kobart c'],
  ]);
});

t.test('ids come from the config, from lines, or from a column', async (t) => {
  const folder = await files(t);
  const fittedOn = await readFittedOn(configWith(folder, { x: ['a'], y: 'ids.txt', z: 'ids.csv' }));
  t.strictSame(
    [...fittedOn].map(([id, ids]) => [id, [...ids]]),
    [
      ['x', ['a']],
      ['y', ['b', 'c']],
      ['z', ['a', 'c']],
    ],
  );
});

t.test('a list that names no labelled dialogue, or is no text, is refused', async (t) => {
  const folder = await files(t);
  await writeFile(join(folder, 'utf16.txt'), Buffer.from([0xff, 0xfe, 0x62, 0x00]));
  await t.rejects(readFittedOn(configWith(folder, { x: 'utf16.txt' })), { code: 'input-encoding' });
  const labelled = { ordinalOf: (id: string) => (id === 'a' ? 0 : undefined), examples: ['a'] };
  const lists = (...ids: string[]) => new Map([['x', new Set(ids)]]);
  t.doesNotThrow(() => refuseStrayLists(lists('a', 'nope'), labelled));
  t.throws(() => refuseStrayLists(lists('nope', 'never'), labelled), {
    code: 'input-id',
    message: /2 ids, none of them/,
  });
  t.throws(() => refuseStrayLists(lists(), labelled), { code: 'input-id' });
});
