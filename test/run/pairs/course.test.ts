/** What `auto` becomes, and what is refused; only the keys that matter are given. */
import t from 'tap';
import type { Config } from '../../../src/config/index.ts';
import { preferencesSchema } from '../../../src/config/schema-preferences.ts';
import { pairFormats } from '../../../src/preferences/formats/index.ts';
import { strategies } from '../../../src/preferences/strategies/index.ts';
import { courseOf } from '../../../src/run/pairs/course.ts';

const configOf = (preferences: object, more: object = {}): Config =>
  ({
    preferences: preferencesSchema.parse(preferences),
    labelled: undefined,
    rerank: [],
    systems: [],
    ensemble: { select: 'auto' },
    mbr: { votes: { weights: 'uniform' } },
    ...more,
  }) as unknown as Config;

const labelled = { labelled: {} };
const plain = { hasReferences: false, hasDialogues: true };
const referenced = { hasReferences: true, hasDialogues: true };

const course = (config: Config, facts = plain): string => {
  const { dialogues, sources } = courseOf(config, facts);
  return `${sources.join('+')} of ${dialogues}`;
};

t.test(
  'auto is gold where there are references, else the second stage that is named, else MBR',
  async (t) => {
    t.equal(course(configOf({}), referenced), 'gold of dataset');
    t.equal(course(configOf({}, labelled), referenced), 'gold of dataset');
    t.equal(course(configOf({}, labelled)), 'gold of labelled');
    t.equal(course(configOf({}, { ensemble: { select: 'learned.json' } })), 'second-stage of dataset');
    t.equal(course(configOf({})), 'mbr of dataset');
  },
);

t.test('labelled dialogues are mined where only they will do', async (t) => {
  t.equal(course(configOf({ source: 'mbr' }, labelled)), 'mbr of dataset');
  t.equal(course(configOf({ source: ['mbr', 'gold'] }, labelled)), 'mbr+gold of labelled');
  t.equal(course(configOf({ source: 'second-stage' }, labelled)), 'second-stage of dataset');
  t.equal(
    course(configOf({ source: 'mbr' }, labelled), { hasReferences: false, hasDialogues: false }),
    'mbr of labelled',
  );
  t.equal(
    course(configOf({ dialogues: 'labelled', source: 'second-stage' }, labelled)),
    'second-stage of labelled',
  );
  t.equal(course(configOf({ strategy: 'gold' }, labelled)), 'mbr of labelled');
  t.equal(
    course(configOf({ strategy: 'gold', gold: { reference: 'trusted' } }, labelled)),
    'gold of labelled',
  );
});

t.test('scorers and files go by their names', async (t) => {
  const rerank = [
    { id: 'cross', kind: 'cross-encoder' },
    { id: 'gpt', kind: 'judge' },
  ];
  t.equal(course(configOf({ source: 'judge' }, { rerank })), 'gpt of dataset');
  t.equal(course(configOf({ source: [{ scorer: 'cross' }, 'mbr'] }, { rerank })), 'cross+mbr of dataset');
  t.equal(courseOf(configOf({ source: { file: 'h.csv' } }), plain).human, 'h.csv');
});

t.test('what contradicts itself is refused', async (t) => {
  const refused = (config: Config, code: string, facts = plain): void => {
    t.throws(() => courseOf(config, facts), { code });
  };
  refused(configOf({ source: 'gold' }), 'config-conflict');
  refused(configOf({ source: ['mbr', 'mbr'] }), 'config-conflict');
  refused(configOf({ source: 'judge' }), 'config-missing');
  refused(configOf({ source: { scorer: 'x' } }), 'config-unknown-name');
  refused(
    configOf({ source: { scorer: 'gold' } }, { rerank: [{ id: 'gold', kind: 'judge' }] }),
    'config-conflict',
  );
  refused(configOf({ source: 'second-stage' }), 'config-missing');
  refused(configOf({ dialogues: 'labelled' }), 'config-missing');
  refused(configOf({ strategy: 'gold', source: 'second-stage' }, labelled), 'config-conflict', referenced);
  refused(configOf({ strategy: 'gold' }), 'config-conflict');
  refused(configOf({ strategy: 'gold' }, { systems: [{ id: 'gold' }] }), 'config-conflict', referenced);
  // skills were learned from the very dialogues
  const skills = { ...labelled, mbr: { votes: { weights: 'skill' } } };
  refused(configOf({ dialogues: 'labelled', source: 'mbr' }, skills), 'config-conflict');
});

t.test('the config knows every format and strategy', async (t) => {
  const { formats, strategy } = preferencesSchema.shape;
  t.strictSame([...formats.unwrap().element.options].sort(), Object.keys(pairFormats).sort());
  t.strictSame([...strategy.unwrap().options].sort(), Object.keys(strategies).sort());
});
