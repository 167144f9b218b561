/**
 * Competition scores over Kiwi morphemes: `kiwipiepy` 0.24.1 with model 0.24.0 (native, AVX2), `rouge` 1.0.1, Python 3.11. Kiwi
 * in WASM with model 0.23.0 has slightly other tokens, so scores agree to 0.15 points only.
 */
import { readFileSync } from 'node:fs';
import t from 'tap';
import { evalCommand } from '../../src/commands/eval.ts';
import { installedKiwi } from '../models/kiwi-model.ts';
import { needsShared, sharedFile } from '../shared.ts';

const golden = 'goldens/competition-dev.json';
const { skip } = await installedKiwi();
const options = skip === false ? needsShared(golden) : { skip };

t.test('morphemes reach the competition scores to 0.15 points', options, async (t) => {
  const rows = JSON.parse(readFileSync(sharedFile(golden), 'utf8')) as {
    system: string;
    reference: string;
    kiwi: { score: number };
  }[];
  // Two of the four systems: the analyser takes about 350 texts a second.
  const expected = rows.filter(({ reference }) => reference === 'dev').slice(0, 2);
  const folder = sharedFile('data/ko-dialogsum');
  const files = expected.map(({ system }) => `${folder}/candidates/dev/${system}.csv`);
  const said: string[] = [];
  const io = {
    out: (text: string) => void said.push(text),
    err: () => {},
    env: process.env,
    cwd: process.cwd(),
    isTerminal: false,
    now: () => 0,
  };
  const args = { references: `${folder}/dev.csv`, files, tokenizer: ['morpheme'], json: true };
  t.equal(await evalCommand(args, io), 0);
  const answer = JSON.parse(said.join('')) as { files: { score: number }[] };
  for (const [index, { system, kiwi }] of expected.entries()) {
    const { score } = answer.files[index]!;
    t.ok(Math.abs(score - kiwi.score) < 0.15, `${system}: ${score}, native Kiwi ${kiwi.score}`);
  }
});
