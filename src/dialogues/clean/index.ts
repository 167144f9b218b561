/** Every cleaning rule of hapui, in the order in which they apply by default. To add one: its file and its line here. */
import { lookUp } from '../../registry.ts';
import { controlCharacters } from './control-characters.ts';
import { jamoRuns } from './jamo-runs.ts';
import { lineBreaks } from './line-breaks.ts';
import { masks } from './masks.ts';
import { nfc } from './nfc.ts';
import type { CleaningRule } from './rule.ts';
import { speakerTags } from './speaker-tags.ts';

export type { Cleaned, CleaningRule } from './rule.ts';

/** Cleaning rules by name. */
export const cleaningRules = {
  'control-characters': controlCharacters,
  'line-breaks': lineBreaks,
  'jamo-runs': jamoRuns,
  'speaker-tags': speakerTags,
  masks,
  nfc,
} as const satisfies Record<string, CleaningRule>;

/** How many texts a rule changed, and at how many places. */
export interface RuleCounts {
  readonly texts: number;
  readonly changes: number;
}

/** Applies rules to texts and counts what they change. */
export interface Cleaner {
  clean(text: string): string;
  /** Counts so far, by rule, in the order of the rules. */
  counts(): Record<string, RuleCounts>;
}

/** A cleaner of the rules named, applied in that order. Throws `config-unknown-name`; without rules, texts stay untouched. */
export const createCleaner = (ruleNames: readonly string[]): Cleaner => {
  const rules = ruleNames.map((name) => ({
    name,
    rule: lookUp<CleaningRule>(cleaningRules, name, 'cleaning rule', 'clean'),
    texts: 0,
    changes: 0,
  }));
  return {
    clean: (text) => {
      let cleaned = text;
      for (const entry of rules) {
        const result = entry.rule.clean(cleaned);
        cleaned = result.text;
        entry.texts += result.changes > 0 ? 1 : 0;
        entry.changes += result.changes;
      }
      return cleaned;
    },
    counts: () => Object.fromEntries(rules.map(({ name, texts, changes }) => [name, { texts, changes }])),
  };
};
