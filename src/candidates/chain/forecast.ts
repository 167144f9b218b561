/** What a chain is likely to cost: its steps in order, each shown what is stored of those before it. */

import { type Answering, sumExpenses } from '../../models/asker/forecast.ts';
import { cleanAnswer } from '../../models/asker/hygiene.ts';
import { estimateTokens } from '../../models/asker/money.ts';
import { isBlank } from '../../text/blank.ts';
import type { Dialogue, Forecaster, GeneratorContext } from '../../types.ts';
import type { ExampleBank } from '../chat/examples.ts';
import type { ChainOptions } from './options.ts';
import type { Step } from './steps.ts';

export interface ChainParts {
  readonly options: ChainOptions;
  readonly steps: readonly Step[];
  readonly examples: ExampleBank;
}

/** Asks for nothing. */
export const forecastChain = (
  { options, steps, examples }: ChainParts,
  context: GeneratorContext,
): Forecaster => {
  const seen = { dialogues: 0, tokens: 0 };
  // Of a translation, the longest that a step before the last is likely to give.
  const asLongAsShown = (): number => Math.ceil(seen.tokens / Math.max(1, seen.dialogues));
  const forecasts = steps.map((step, place) =>
    place === steps.length - 1 ? step.forecast() : step.forecast(asLongAsShown),
  );

  const add = async (dialogue: Dialogue): Promise<void> => {
    if (isBlank(dialogue.text)) return;
    seen.dialogues += 1;
    seen.tokens += estimateTokens(dialogue.text);
    const shown = examples.pick(dialogue, context.seed);
    const outputs: Record<string, string> = {};
    const unknown = new Map<string, Answering>();
    for (const [place, step] of steps.entries()) {
      const forecast = forecasts[place]!;
      const count = place === steps.length - 1 ? options.candidates : 1;
      const [kept] = await forecast.add(
        { dialogue, outputs: { ...outputs }, examples: shown, count },
        unknown,
        context,
      );
      const cleaned = kept && cleanAnswer(kept.choice, options.hygiene);
      if (cleaned && cleaned.status !== 'ok') return; // the chain ends with such an answer
      outputs[step.name] = cleaned?.text ?? '';
      if (!cleaned) unknown.set(step.name, forecast);
    }
  };
  return { add, total: () => sumExpenses(forecasts.map((forecast) => forecast.total())) };
};
