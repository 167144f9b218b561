import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import { readJson, readTokenizerFiles } from '../../src/models/tokenizer-files.ts';

const folder = join(import.meta.dirname, '../fixtures/random-bart');
const golden = JSON.parse(readFileSync(join(folder, 'golden.json'), 'utf8'));

t.test('text becomes the ids of transformers, and ids text with its special tokens', async (t) => {
  const codec = await readTokenizerFiles(folder);
  t.same(codec.encode(golden.text), golden.input_ids);
  t.same(codec.encodePlain('a b'), codec.encode('a b').slice(1, -1));
  t.equal(codec.decode([4, 11, 7, 16]), '#Person1#: a');
  t.equal(codec.decode([]), '');
  t.equal(codec.idOf('<pad>'), 3);
  t.equal(codec.size, 50);
  t.equal(codec.config.model_max_length, 60);
});

t.test('files that are missing or broken are named', async (t) => {
  const empty = t.testdir({});
  await t.rejects(readTokenizerFiles(empty), { code: 'model-load', message: /tokenizer\.json.*missing/ });
  const broken = t.testdir({ 'tokenizer.json': '{"model": {"type": "Nothing"}}' });
  await t.rejects(readTokenizerFiles(broken), { code: 'model-load', message: /cannot be built/ });
});

t.test('JSON files: an object, nothing, or an error', async (t) => {
  const place = t.testdir({ 'a.json': '{"x": 1}', 'b.json': '[1]', 'c.json': '{' });
  t.same(await readJson(join(place, 'a.json')), { x: 1 });
  t.equal(await readJson(join(place, 'none.json')), undefined);
  await writeFile(join(place, 'd.json'), 'null');
  for (const name of ['b.json', 'c.json', 'd.json'])
    await t.rejects(readJson(join(place, name)), { code: 'model-load' }, name);
});
