/** Mining through the command line, on small files written here; scores are worked out by hand where they are told. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import t from 'tap';
import type { DroppedPair, PairProvenance, PairStats } from '../../src/preferences/types.ts';
import { hapui, scratch } from './cli.ts';

interface Item {
  readonly id: string;
  readonly text: string;
  readonly reference: string;
  /** By system. */
  readonly summaries: Readonly<Record<string, string>>;
}

const subjects = ['영화', '도서관', '수영장', '시장', '공원', '학교', '병원', '미술관', '식당', '서점'];

/** `best` repeats the reference, `middle` half of it, `worst` none. */
const items: readonly Item[] = subjects.map((subject, place) => ({
  id: `d${place}`,
  // so much of it is about its own subject that no two dialogues are near-duplicates
  text: `#Person1#: 저녁에 ${subject}에 갈까요?\n#Person2#: ${Array.from({ length: 9 }, (_, other) => `${subject} ${'가나다라마바사아자'[(place * 2 + other * 3) % 9]}동`).join(', ')} 중에 어디요?`,
  reference: `두 사람은 저녁에 ${subject}에 같이 가기로 한다`,
  summaries: {
    best: `두 사람은 저녁에 ${subject}에 같이 가기로 한다`,
    middle: `두 사람은 저녁에 ${subject}에서 놀자고 한다`,
    worst: `#Person1#의 제안을 상대방이 반갑게 받아들였음`,
  },
}));

const systems = ['best', 'middle', 'worst'];

interface Written {
  readonly items?: readonly Item[];
  readonly systems?: readonly string[];
  readonly preferences?: string;
  readonly more?: string;
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const csv = (head: string, rows: readonly (readonly string[])[]): string =>
  [head, ...rows.map((row) => row.map(quoted).join(','))].join('\n').concat('\n');

const prepare = async (t: Parameters<typeof scratch>[0], written: Written = {}): Promise<string> => {
  const folder = await scratch(t);
  await write(folder, written);
  return folder;
};

const write = async (folder: string, written: Written): Promise<void> => {
  const all = written.items ?? items;
  await writeFile(
    join(folder, 'dev.csv'),
    csv(
      'fname,dialogue,summary',
      all.map(({ id, text, reference }) => [id, text, reference]),
    ),
  );
  for (const system of systems)
    await writeFile(
      join(folder, `${system}.csv`),
      csv(
        'fname,summary',
        all.map(({ id, summaries }) => [id, summaries[system]!]),
      ),
    );
  await writeFile(
    join(folder, 'ensemble.yaml'),
    [
      'dataset: dev.csv',
      'tokenizer: whitespace',
      `systems: [${(written.systems ?? systems).map((id) => `${id}.csv`).join(', ')}]`,
      `preferences: {${written.preferences ?? ''}}`,
      written.more ?? '',
    ].join('\n'),
  );
};

const preferences = (folder: string, name: string): string =>
  join(folder, 'outputs/ensemble/preferences', name);
const text = (folder: string, name: string): Promise<string> => readFile(preferences(folder, name), 'utf8');
const jsonl = async <T>(folder: string, name: string): Promise<T[]> =>
  (await text(folder, name))
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
const statsOf = async (folder: string, format = 'trl'): Promise<PairStats> =>
  JSON.parse(await text(folder, `${format}/stats.json`)) as PairStats;

const contents = async (folder: string, format = 'trl'): Promise<Record<string, string>> => {
  const names = (await readdir(preferences(folder, format))).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await text(folder, `${format}/${name}`)] as const)),
  );
};

t.test('best over worst by gold: rows, provenance, counts and the table', async (t) => {
  const folder = await prepare(t, { preferences: 'splits: {train: 1}' });
  const { code, out, err } = await hapui(folder, ['pairs', '--workers', '1']);
  t.equal(code, 0);
  t.match(err, /The prompt of every pair is the dialogue alone/);
  t.match(out, /considered\s+10\n/);
  t.match(out, /written\s+10\s+100\.0 %/);
  t.match(out, /gold and mbr agree on 100\.0 % of 10 pairs/);
  const rows = await jsonl<Record<string, { role: string; content: string }[]>>(folder, 'trl/train.jsonl');
  t.strictSame(rows[0], {
    prompt: [{ role: 'user', content: items[0]!.text }],
    chosen: [{ role: 'assistant', content: items[0]!.summaries.best }],
    rejected: [{ role: 'assistant', content: items[0]!.summaries.worst }],
  });
  const [first] = await jsonl<PairProvenance>(folder, 'trl/provenance.jsonl');
  t.match(first, {
    id: 'd0',
    rows: [0],
    split: 'train',
    source: 'gold',
    strategy: 'best-worst',
    chosen: { system: 'best', candidate: 0 },
    rejected: { system: 'worst', score: 0 },
  });
  // the original package takes 1e-8 off a perfect F
  t.ok(Math.abs(first!.chosen.score - 1) < 1e-7);
  t.notOk(JSON.stringify(rows).includes('system'));
  const stats = await statsOf(folder);
  t.match(stats, {
    dialogues: 10,
    considered: 10,
    written: 10,
    splits: { train: 10 },
    signature: /rouge-1\.0\.1/,
  });
});

t.test('the same bytes for every order of inputs and systems, and any number of workers', async (t) => {
  const option = 'strategy: best-middle-worst, formats: [trl, kto], splits: {train: 0.5, validation: 0.5}';
  const folder = await prepare(t, { preferences: option });
  await hapui(folder, ['pairs', '--workers', '1', '--quiet']);
  const [trl, kto] = [await contents(folder), await contents(folder, 'kto')];
  t.ok(trl['train.jsonl']!.length > 0 && trl['validation.jsonl'] !== undefined);
  const other = await prepare(t, {
    preferences: option,
    items: [7, 2, 9, 0, 4, 1, 8, 3, 6, 5].map((place) => items[place]!),
    systems: ['worst', 'best', 'middle'],
  });
  await hapui(other, ['pairs', '--workers', '2', '--quiet']);
  t.strictSame(await contents(other), trl);
  t.strictSame(await contents(other, 'kto'), kto);
});

t.test('what is considered is written or dropped with its reason and both sides', async (t) => {
  const spoilt = items.map((item, place) => ({
    ...item,
    summaries: {
      ...item.summaries,
      ...(place === 0 ? { best: `${item.summaries.best}</s>` } : {}),
      ...(place === 1 ? { worst: `요약: ${item.summaries.worst}` } : {}),
      ...(place === 2 ? { best: '같은 글', middle: '같은 글', worst: '같은 글' } : {}),
    },
  }));
  const folder = await prepare(t, { items: spoilt, preferences: 'splits: {train: 1}' });
  const { out } = await hapui(folder, ['pairs', '--workers', '1', '--json']);
  const stats = JSON.parse(out) as PairStats;
  const dropped = await jsonl<DroppedPair>(folder, 'trl/dropped.jsonl');
  t.strictSame(
    dropped.map(({ id, reason }) => [id, reason]),
    [
      ['d0', 'special-token'],
      ['d1', 'template-leak'],
    ],
  );
  t.match(dropped[0], { chosen: { system: 'best', text: /<\/s>$/ }, rejected: { system: 'worst' } });
  t.equal(stats.dialogues_without_pairs, 1);
  t.equal(
    stats.considered,
    stats.written + Object.values(stats.dropped).reduce((sum, count) => sum + count, 0),
  );
});

t.test('dialogues that are added move none; near-duplicates never part; vanished splits go', async (t) => {
  const splits = 'splits: {train: 0.5, validation: 0.5}';
  const folder = await prepare(t, { items: items.slice(0, 6), preferences: splits });
  const splitsOf = async (): Promise<ReadonlyMap<string, string>> =>
    new Map(
      (await jsonl<PairProvenance>(folder, 'trl/provenance.jsonl')).map(({ id, split }) => [id, split]),
    );
  await hapui(folder, ['pairs', '--workers', '1', '--quiet']);
  const before = await splitsOf();
  t.equal(new Set(before.values()).size, 2);
  const copies = items.map((item) => ({ ...item, id: `a${item.id}`, text: `${item.text}!` }));
  await write(folder, { items: [...copies, ...items], preferences: splits });
  await hapui(folder, ['pairs', '--workers', '1', '--quiet']);
  const after = await splitsOf();
  for (const [id, split] of before) t.ok(after.get(id) === split || after.get(id) === undefined, id);
  for (const { id } of items) {
    const [own, copy] = [after.get(id), after.get(`a${id}`)];
    t.ok(own !== undefined || copy !== undefined, id);
    t.ok(own === undefined || copy === undefined || own === copy, id);
  }
  const { dropped } = await statsOf(folder);
  t.equal(dropped['split-overlap'], 20 - after.size);
  const statsFile = join(preferences(folder, 'trl'), 'stats.json');
  // a file that was edited by hand names what every run writes
  const edited = await statsOf(folder);
  await writeFile(
    statsFile,
    JSON.stringify({ ...edited, splits: { ...edited.splits, provenance: 1, dropped: 1, Train: 1 } }),
  );
  await write(folder, { preferences: 'splits: {train: 1}' });
  await hapui(folder, ['pairs', '--workers', '1', '--quiet']);
  t.strictSame(
    Object.keys(await contents(folder))
      .filter((name) => name.endsWith('.jsonl'))
      .sort(),
    ['dropped.jsonl', 'provenance.jsonl', 'train.jsonl'],
  );
});

t.test('block lists: ids, texts and near-duplicates', async (t) => {
  const folder = await prepare(t, {
    preferences: 'splits: {train: 1}, filters: {contaminated: {files: [blocked.csv]}}',
  });
  await writeFile(
    join(folder, 'blocked.csv'),
    csv('id,dialogue', [
      ['d1', '전혀 다른 글'],
      ['x', ` ${items[2]!.text.normalize('NFD')}`],
      ['y', `${items[3]!.text}!`],
    ]),
  );
  await hapui(folder, ['pairs', '--workers', '1', '--quiet']);
  const dropped = await jsonl<DroppedPair>(folder, 'trl/dropped.jsonl');
  t.strictSame(
    dropped.map(({ id, reason, detail }) => [id, reason, detail.replace(/\d+ %/, 'N %')]),
    [
      ['d1', 'contaminated', 'its id is in blocked.csv'],
      ['d2', 'contaminated', 'its text is in blocked.csv'],
      ['d3', 'contaminated', 'about N % of it is in blocked.csv'],
    ],
  );
});

t.test('human verdicts bring their own pairs; strangers are refused', async (t) => {
  const folder = await prepare(t, { preferences: 'source: {file: human.csv}, splits: {train: 1}' });
  await writeFile(
    join(folder, 'human.csv'),
    'id,a,b,preference\nd3,middle,best,a\nd1,best,worst,best\nd1,worst,middle,b\nd4,best,middle,a\nd4,best,middle,b\n',
  );
  await hapui(folder, ['pairs', '--workers', '1', '--quiet']);
  const written = await jsonl<PairProvenance>(folder, 'trl/provenance.jsonl');
  t.strictSame(
    written.map(({ id, chosen, rejected, strategy }) => [id, chosen.system, rejected.system, strategy]),
    [
      ['d1', 'best', 'worst', 'judged'],
      ['d1', 'middle', 'worst', 'judged'],
      ['d3', 'middle', 'best', 'judged'],
    ],
  );
  t.match(await statsOf(folder), { considered: 4, dropped: { contradiction: 1 } });
  await writeFile(join(folder, 'human.csv'), 'id,a,b,preference\nd1,best,nobody,a\n');
  const { code, err } = await hapui(folder, ['pairs']);
  t.equal(code, 3);
  t.match(err, /unknown systems nobody/);
});

t.test('a reference is never chosen because it is one', async (t) => {
  const folder = await prepare(t, { preferences: 'strategy: gold, source: gold, splits: {train: 1}' });
  // a single reference has nothing to be scored by
  await hapui(folder, ['pairs', '--workers', '1', '--quiet']);
  t.match(await statsOf(folder), { considered: 0, dialogues_without_pairs: 10 });
  const set = (value: string): string[] => ['--set', `preferences.${value}`];
  await hapui(folder, [
    'pairs',
    '--workers',
    '1',
    '--quiet',
    ...set('gold={reference: trusted, over: [worst, middle]}'),
  ]);
  const pairs = await jsonl<PairProvenance>(folder, 'trl/provenance.jsonl');
  t.strictSame([...new Set(pairs.map(({ chosen }) => chosen.system))], ['gold']);
  t.strictSame([...new Set(pairs.map(({ rejected }) => rejected.system))].sort(), ['middle', 'worst']);
  t.equal(pairs.length, 20);
});

t.test('prompts come from the prompt file, and what a trainer would cut is dropped', async (t) => {
  const folder = await scratch(t);
  await writeFile(join(folder, 'p.md'), '---\nsystem: 요약하세요.\n---\n{{dialogue}}\n');
  const longer = items.map((item, place) =>
    place === 5 ? { ...item, text: `${item.text} ${'네. '.repeat(90)}` } : item,
  );
  await write(folder, {
    items: longer,
    preferences:
      'prompt: p.md, splits: {train: 1}, filters: {over-budget: {tokenizer: character, most: 300}}',
  });
  const { err } = await hapui(folder, ['pairs']);
  t.equal(err, '');
  const [row] = await jsonl<{ prompt: { role: string; content: string }[] }>(folder, 'trl/train.jsonl');
  t.strictSame(
    row!.prompt.map(({ role }) => role),
    ['system', 'user'],
  );
  t.match(row!.prompt[1]!.content, /<dialogue-[0-9a-f]{16}>\n#Person1#: /);
  const dropped = await jsonl<DroppedPair>(folder, 'trl/dropped.jsonl');
  t.strictSame(
    dropped.map(({ id, reason }) => [id, reason]),
    [['d5', 'over-budget']],
  );
});

t.test(
  'labelled dialogues are mined where only they have references, those of the dataset never',
  async (t) => {
    const folder = await prepare(t, {
      more: 'labelled: {dataset: labelled/dev.csv, systems: labelled/*.csv}',
    });
    await mkdir(join(folder, 'labelled'));
    for (const name of ['dev', ...systems])
      await writeFile(
        join(folder, 'labelled', `${name}.csv`),
        await readFile(join(folder, `${name}.csv`), 'utf8'),
      );
    await writeFile(
      join(folder, 'dev.csv'),
      csv(
        'fname,dialogue',
        items.slice(0, 2).map(({ text }, place) => [`t${place}`, text]),
      ),
    );
    for (const system of systems)
      await writeFile(
        join(folder, `${system}.csv`),
        csv(
          'fname,summary',
          items.slice(0, 2).map(({ summaries }, place) => [`t${place}`, summaries[system]!]),
        ),
      );
    const yaml = await readFile(join(folder, 'ensemble.yaml'), 'utf8');
    await writeFile(
      join(folder, 'ensemble.yaml'),
      yaml.replace('labelled/*.csv', '[labelled/best.csv, labelled/middle.csv, labelled/worst.csv]'),
    );
    const { code, out, err } = await hapui(folder, ['pairs', '--workers', '1', '--json']);
    t.equal(code, 0, err);
    const stats = JSON.parse(out) as PairStats & { dialogues_of: string };
    t.match(stats, {
      dialogues_of: 'labelled',
      sources: ['gold'],
      dialogues: 10,
      dropped: { contaminated: 2 },
    });
    const second = await hapui(folder, [
      ...['pairs', '--workers', '1', '--json', '--set', 'preferences.source=second-stage'],
      ...['--set', 'preferences.dialogues=labelled'],
    ]);
    t.equal(second.code, 0, second.err);
    t.match(JSON.parse(second.out), { sources: ['second-stage'], considered: 10 });
  },
);

t.test('a source without what it needs is refused before work', async (t) => {
  const folder = await prepare(t);
  for (const [source, code, found] of [
    ['judge', 2, /without a judge/],
    ['{scorer: x}', 2, /unknown scorer "x"/],
    ['second-stage', 2, /no `labelled`/],
    ['[gold, gold]', 2, /"gold" twice/],
  ] as const) {
    const result = await hapui(folder, ['pairs', '--set', `preferences.source=${source}`]);
    t.equal(result.code, code, source);
    t.match(result.err, found);
  }
});
