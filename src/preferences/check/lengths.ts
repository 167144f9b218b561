/** Token lengths against a budget, as the tokenizer counts the bare texts; a chat template adds some to each. */
import type { Add, Example, Loader } from './loader.ts';
import type { CheckContext } from './types.ts';

export const checkLengths = async (
  examples: readonly { readonly example: Example; readonly add: Add }[],
  loader: Loader,
  { countTokens, maxTokens = loader.lengths.maxTokens }: CheckContext,
): Promise<void> => {
  if (!countTokens || maxTokens === undefined) return;
  const counts = await countTokens(
    examples.flatMap(({ example }) => [example.prompt, ...example.answers.map(({ text }) => text)]),
  );
  let index = 0;
  for (const { example, add } of examples) {
    const prompt = counts[index++] ?? 0;
    const answers = example.answers.map(() => counts[index++] ?? 0);
    if (prompt >= maxTokens) {
      const [effect, consequence] = loader.lengths.promptTooLong;
      add('prompt-too-long', effect, `the prompt alone has ${prompt} tokens of ${maxTokens}: ${consequence}`);
    } else if (prompt + Math.max(...answers) > maxTokens) {
      const longest = answers.indexOf(Math.max(...answers));
      const [effect, consequence] = loader.lengths.tooLong;
      const { name } = example.answers[longest] ?? { name: 'the answer' };
      add(
        'too-long',
        effect,
        `prompt and ${name} have ${prompt} + ${answers[longest]} tokens, more than ${maxTokens}: ${consequence}`,
      );
    }
  }
};
