import t from 'tap';
import { createFilter, type Query } from '../../../src/report/page/filter.ts';
import type { PageDialogue } from '../../../src/report/page-data.ts';

const dialogue = (place: number, more: Partial<PageDialogue>): PageDialogue => ({
  id: `d${place}`,
  place,
  summary: `요약 ${place}`,
  kind: 'selected',
  reasons: [],
  candidates: [],
  ...more,
});

const dialogues = [
  dialogue(0, { system: 0, margin: 0.2, agreement: 0.9, text: '#Person1#: 회의는 언제인가요?' }),
  dialogue(1, { system: 1, margin: 0.01, agreement: 0.3, summary: '아주 긴 요약 하나' }),
  dialogue(2, { kind: 'fallback' }),
  dialogue(3, {
    system: 0,
    agreement: 0.5,
    candidates: [{ system: 1, text: 'Trip to Café', scores: {}, gate: { name: 'tags', reason: 'no tag' } }],
  }),
  dialogue(4, { kind: 'merged', margin: 0.05, agreement: 0.4 }),
];

const found = (query: Partial<Query>): number[] =>
  createFilter({ dialogues, systems: ['kobart', 'solar'] })({
    search: '',
    kind: '',
    order: 'place',
    ...query,
  }).map(({ place }) => place);

t.test('without conditions all are there, in the order asked for', async (t) => {
  t.same(found({}), [0, 1, 2, 3, 4]);
  t.same(found({ order: 'closest' }), [2, 1, 4, 0, 3], 'fallbacks first, without a margin last');
  t.same(found({ order: 'agreement' }), [1, 4, 3, 0, 2]);
  t.same(found({ order: 'longest' })[0], 1);
});

t.test('conditions narrow together', async (t) => {
  t.same(found({ system: 0 }), [0, 3]);
  t.same(found({ marginBelow: 0.1 }), [1, 4]);
  t.same(found({ agreementBelow: 0.45 }), [1, 4]);
  t.same(found({ marginBelow: 0.1, agreementBelow: 0.35 }), [1]);
  t.same(found({ kind: 'fallback' }), [2]);
  t.same(found({ kind: 'merged' }), [4]);
  t.same(found({ kind: 'gated' }), [3]);
  t.same(found({ kind: 'unanimous' }), [3]);
});

t.test('search looks into every text, whatever its case and composition', async (t) => {
  t.same(found({ search: '회의' }), [0]);
  t.same(found({ search: '회의'.normalize('NFD') }), [0]);
  t.same(found({ search: 'CAFE\u0301 trip' }), [3]);
  t.same(found({ search: 'solar' }), [3], 'names of systems too');
  t.same(found({ search: 'd1' }), [1]);
  t.same(found({ search: 'nowhere' }), []);
});
