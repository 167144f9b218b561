/** Models prefer what they wrote themselves (Panickssery, Bowman and Feng 2024): a judge should be of another family. */
import type { Config } from '../config/index.ts';
import type { Json } from '../types.ts';

/** One sentence a scorer that is of a system's own model or family. */
export const ownJudges = ({ rerank, systems }: Pick<Config, 'rerank' | 'systems'>): string[] =>
  rerank.flatMap(({ id, options }) => {
    const own = modelsIn(options).map(baseOf);
    const related = systems.flatMap(({ id: system, family, options: theirs }) => {
      const shared = modelsIn(theirs).find((model) => own.includes(baseOf(model)));
      if (shared !== undefined) return [`${system} (model ${shared})`];
      return family !== undefined && family === options.family ? [`${system} (family ${family})`] : [];
    });
    if (related.length === 0) return [];
    return [
      `rerank.${id} judges texts of its own kind: ${related.join(', ')}; models prefer what they wrote themselves`,
    ];
  });

/** The models that options name: their own, and those of the steps of a chain. */
const modelsIn = ({ model, steps }: { readonly [key: string]: Json }): string[] =>
  [model, ...(Array.isArray(steps) ? steps.map((step: { readonly model?: Json }) => step.model) : [])].filter(
    (each) => typeof each === 'string',
  );

/** `ft:gpt-4o-mini:team::id` is a fine-tuned gpt-4o-mini. */
const baseOf = (model: string): string => /^ft:([^:]+)/u.exec(model)?.[1] ?? model;
