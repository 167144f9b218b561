import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileGenerator } from '../../src/candidates/file.ts';
import { seq2seq } from '../../src/candidates/seq2seq/seq2seq.ts';
import type { Host } from '../../src/registry.ts';
import type { Dialogue } from '../../src/types.ts';
import { generatorContract } from './generator.ts';

const root = join(import.meta.dirname, '../..');

const host: Host = {
  resolve: (path) => join(root, path),
  readFile: (path) => readFile(join(root, path)),
  modelFolder: async () => 'nowhere',
  remote: async () => Promise.reject(new Error('no thread is needed')),
};

const dialogues = (...ids: string[]): Dialogue[] =>
  ids.map((id, index) => ({
    id,
    index,
    text: `#Person1#: 회의는 ${index}시?\n#Person2#: 네.`,
    references: [],
  }));

generatorContract({
  definition: fileGenerator,
  options: { path: 'data/sample/ko/systems/baseline.csv' },
  otherOptions: { path: 'data/sample/ko/systems/careful.csv' },
  host,
  dialogues: dialogues('ko_0', 'ko_1', 'ko_2', 'ko_3'),
});

generatorContract({
  definition: seq2seq,
  options: { model: 'test/fixtures/random-bart', threads: 1, device: 'cpu' },
  otherOptions: { model: 'test/fixtures/random-bart', threads: 1, device: 'cpu', candidates: 2 },
  host,
  dialogues: dialogues('a', 'b', 'c', 'd'),
});
