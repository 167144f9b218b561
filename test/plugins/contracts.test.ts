import { join } from 'node:path';
import t from 'tap';
import type {
  GeneratorDefinition,
  Host,
  MetricDefinition,
  ScorerDefinition,
  TokenizerDefinition,
} from '../../src/registry.ts';
import { loadPlugins } from '../../src/registry.ts';
import { generatorContract } from '../contract/generator.ts';
import { metricContract } from '../contract/metric.ts';
import { scorerContract } from '../contract/scorer.ts';
import { tokenizerContract } from '../contract/tokenizer.ts';
import { exampleNames, folderOfExamples } from './examples.ts';

const folder = await folderOfExamples(t);
const plugins = await loadPlugins(exampleNames.map((name) => join(folder, name)));

const host: Host = {
  resolve: (path) => join(folder, path),
  readFile: async () => Uint8Array.of(),
  modelFolder: async () => 'nowhere',
  remote: async () => Promise.reject(new Error('no thread is needed')),
};

metricContract({ definition: plugins.metric.overlap as MetricDefinition });

tokenizerContract({
  definition: plugins.tokenizer['character-runs'] as TokenizerDefinition,
  options: {},
  otherOptions: { size: 3 },
  host,
});

generatorContract({
  definition: plugins.generator.lead as GeneratorDefinition,
  otherOptions: { turns: 1 },
  host,
  dialogues: ['a', 'b', 'c'].map((id, index) => ({
    id,
    index,
    text: `#Person1#: ${id}\n#Person2#: 네.`,
    references: [],
  })),
});

scorerContract({
  definition: plugins.scorer.figures as ScorerDefinition,
  host,
  items: ['3시에 만나요.', '언제요?', '5시 30분, 2층.'].map((dialogue, n) => ({
    id: `d${n}`,
    dialogue,
    candidates: ['3시에 만난다.', '5시에 만난다.'],
  })),
});
