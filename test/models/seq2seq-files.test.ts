import { copyFile, cp, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import {
  findSeq2seqFolder,
  hashSeq2seqFiles,
  modelFiles,
  neededFiles,
  readSeq2seqFolder,
  sessionBytes,
} from '../../src/models/seq2seq-files.ts';

const folder = join(import.meta.dirname, '../fixtures/random-bart');
const base = (files: readonly string[]) => files.map((file) => file.slice(file.lastIndexOf('/') + 1));

t.test('formats are told by the ending of names; a merged decoder is preferred', async (t) => {
  const fp32 = await readSeq2seqFolder(folder);
  t.equal(fp32.dtype, 'fp32');
  t.same(base(modelFiles(fp32)), ['encoder_model.onnx', 'decoder_model_merged.onnx']);
  const int8 = await readSeq2seqFolder(folder, 'int8');
  t.same(base(modelFiles(int8)), [
    'encoder_model_int8.onnx',
    'decoder_model_int8.onnx',
    'decoder_with_past_model_int8.onnx',
  ]);
  t.ok(sessionBytes(fp32) > fp32.bytes);
});

t.test('files may lie in onnx/, and be called as the tools call them', async (t) => {
  const place = t.testdir();
  await mkdir(join(place, 'onnx'));
  for (const name of await readdir(folder)) {
    if (name.endsWith('.json')) await copyFile(join(folder, name), join(place, name));
    if (name.endsWith('_int8.onnx'))
      await copyFile(join(folder, name), join(place, 'onnx', name.replace('_int8', '_quantized')));
  }
  const found = await readSeq2seqFolder(place);
  t.equal(found.dtype, 'int8');
  t.match(found.encoder, /onnx\/encoder_model_quantized\.onnx$/);
  await t.rejects(readSeq2seqFolder(place, 'fp16'), {
    code: 'model-load',
    message: /encoder_model_fp16\.onnx is missing/,
  });
});

t.test('the hash follows what is in the files', async (t) => {
  const place = t.testdir();
  await cp(folder, place, { recursive: true });
  const hash = async () => hashSeq2seqFiles(await readSeq2seqFolder(place));
  const first = await hash();
  t.equal(first, await hashSeq2seqFiles(await readSeq2seqFolder(folder)), 'not their place');
  await rm(join(place, 'golden.json'));
  t.equal(await hash(), first, 'nor files that are no part of the model');
  await rename(join(place, 'encoder_model_int8.onnx'), join(place, 'encoder_model.onnx'));
  t.not(await hash(), first);
});

t.test('of a repository only the files of one format are needed', async (t) => {
  const names = [
    'README.md',
    'config.json',
    'tokenizer.json',
    'model.safetensors',
    'onnx/encoder_model.onnx',
    'onnx/encoder_model.onnx_data',
    'onnx/decoder_model_merged.onnx',
    'onnx/encoder_model_fp16.onnx',
    'onnx/decoder_model_merged_fp16.onnx',
    'onnx/decoder_model_fp16.onnx',
  ];
  t.same(neededFiles('x', names), [
    'config.json',
    'tokenizer.json',
    'onnx/encoder_model.onnx',
    'onnx/encoder_model.onnx_data',
    'onnx/decoder_model_merged.onnx',
  ]);
  t.same(neededFiles('x', names, 'fp16').slice(2), [
    'onnx/encoder_model_fp16.onnx',
    'onnx/decoder_model_merged_fp16.onnx',
  ]);
  t.throws(() => neededFiles('x', ['config.json', 'pytorch_model.bin']), { code: 'model-load' });
});

t.test('a folder is taken as it is; what looks like no hub id is a path', async (t) => {
  const choice = { revision: undefined, dtype: undefined, allowDownload: false };
  t.equal(await findSeq2seqFolder('models/x', folder, choice), folder);
  t.equal(await findSeq2seqFolder('./none', '/none', choice), '/none');
  await t.rejects(findSeq2seqFolder('owner/name', '/none', choice), { code: 'missing-dependency' });
});
