import { join } from 'node:path';
import { crossEncoder } from '../../src/rerank/cross-encoder.ts';
import { embedding } from '../../src/rerank/embedding.ts';
import type { Evidence, ScorerItem } from '../../src/types.ts';
import { scorerContract, scorerHost } from './scorer.ts';

const host = scorerHost(join(import.meta.dirname, '../fixtures/encoders'));

const evidenceFor = (size: number): Evidence => ({
  columns: {},
  hypothesisOf: Int32Array.from({ length: size }, (_, row) => row),
  hypotheses: size,
  utility: new Float64Array(size * size).fill(0.5),
  eligible: new Uint8Array(size).fill(1),
  priors: new Float64Array(size).fill(1),
  votes: {
    weight: new Float64Array(size).fill(1),
    cluster: Int32Array.from({ length: size }, (_, row) => row),
    leaveOut: true,
  },
});

const items: ScorerItem[] = ['회의는 세 시에 해요.', '점심은 먹었어요?', 'See you at noon then.'].map(
  (text, n) => {
    const candidates = ['회의는 세 시다.', `둘은 ${n}시에 점심을 먹는다고 한다.`, 'Noon.'].slice(
      0,
      n === 1 ? 2 : 3,
    );
    return {
      id: `d${n}`,
      dialogue: `#Person1#: ${text}`.repeat(n + 1),
      candidates,
      evidence: evidenceFor(candidates.length),
    };
  },
);
const model = { threads: 1, device: 'cpu' };

scorerContract({
  definition: crossEncoder,
  options: { ...model, model: 'pair-bert' },
  otherOptions: { ...model, model: 'pair-xlmr' },
  host,
  items,
  tolerance: 1e-4,
});

scorerContract({
  definition: embedding,
  options: { ...model, model: 'embed-bert' },
  otherOptions: { ...model, model: 'embed-bert', pooling: 'cls' },
  host,
  items,
  tolerance: 1e-4,
});

scorerContract({
  definition: embedding,
  options: { ...model, model: 'embed-xlmr', against: 'candidates' },
  host,
  items,
  tolerance: 1e-4,
});
