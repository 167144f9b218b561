/** Checks `tune`: systems that generate, and options that they have. */
import { isList, samples } from '../evaluate/tune/option-space.ts';
import type { Json } from '../types.ts';
import type { PluginOptions, SystemConfig, TuneConfig } from './config.ts';
import { type Draft, isRecord } from './draft.ts';
import { findingsOfOptions } from './options.ts';
import { unknownName } from './plugged.ts';
import { shown } from './problems.ts';
import { resolveVariables } from './variables.ts';

/** `options` with the option at `key` (dots between the parts) set to `value`. */
export const withOption = (options: PluginOptions, key: string, value: Json): PluginOptions => {
  const [head = '', ...rest] = key.split('.');
  if (rest.length === 0) return { ...options, [head]: value };
  const inner = options[head];
  return { ...options, [head]: withOption(isRecord(inner) ? inner : {}, rest.join('.'), value) };
};

export interface TuneParts {
  readonly tune: TuneConfig | undefined;
  readonly systems: readonly SystemConfig[];
  readonly skippedIds: readonly string[];
  readonly isLabelled: boolean;
}

/** Adds a problem for every system and value that cannot be tried. */
export const checkTune = (draft: Draft, { tune, systems, skippedIds, isLabelled }: TuneParts): void => {
  if (tune === undefined) return;
  if (!isLabelled)
    draft.problems.add({
      code: 'config-conflict',
      path: ['tune'],
      side: 'key',
      found: 'options to search, and no `labelled` to judge them on',
      expected: '`labelled`: dialogues with references',
    });
  for (const [id, space] of Object.entries(tune.systems)) {
    const path = ['tune', 'systems', id];
    const system = systems.find((each) => each.id === id);
    if (system) checkSpace(draft, system, space);
    else if (!skippedIds.includes(id))
      draft.problems.add(
        unknownName(
          { path, side: 'key' },
          id,
          'system',
          Object.fromEntries(systems.map((each) => [each.id, each])),
        ),
      );
  }
};

const checkSpace = (draft: Draft, system: SystemConfig, space: TuneConfig['systems'][string]): void => {
  const path = ['tune', 'systems', system.id];
  const definition = draft.tables.generators[system.kind];
  if (definition === undefined) return;
  if (definition.reads === 'file') {
    draft.problems.add({
      code: 'config-conflict',
      path,
      side: 'key',
      found: `the system ${shown(system.id)} is read from a file`,
      expected: 'a system that generates its candidates',
    });
    return;
  }
  const own = resolveVariables(system.options, draft.env);
  for (const [key, choice] of Object.entries(space)) {
    for (const value of samples(choice)) {
      const options = withOption(own, key, resolveVariables(value, draft.env));
      const [finding] = findingsOfOptions(definition, { written: options, resolved: options }, []);
      if (finding === undefined) continue;
      const { code, found, expected, fix } = finding;
      const isKey = code === 'config-unknown-key';
      draft.problems.add({
        code,
        path: [...path, key],
        ...(isKey ? { side: 'key' as const } : {}),
        found: isKey || isList(choice) ? found : `${found}, a value that this range gives`,
        expected,
        fix: fix ?? (isList(choice) ? undefined : 'Set `step: 1` for whole numbers, or narrow the range.'),
      });
      break;
    }
  }
};
