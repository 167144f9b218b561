import { cleanAnswer, hygieneRules } from '../../models/asker/hygiene.ts';
import { defineFilter, eachSide } from './define.ts';

/** Headings of instruction templates, turns of a conversation, marks and fields of hapui's own prompts. */
const leaks = [
  /(?:^|\n)\s*#{2,}\s*(?:instruction|input|response|output|question|answer|지시|입력|응답|출력)s?\b/iu,
  /(?:^|\n)\s*(?:human|assistant|user|system|사용자|어시스턴트)\s*:/iu,
  /<\/?(?:dialogue|example|topic|speakers)-[0-9a-f]{6,}>/u,
  /\{\{\s*[a-z_]+\s*\}\}/u,
];

/** The text that was asked for, and nothing around it: what hygiene would take off should not be learned. */
export const templateLeak = defineFilter({
  name: 'template-leak',
  about: 'One side holds a piece of a prompt or chat template, a label such as `요약:`, or is a refusal.',
  create: () =>
    eachSide((text, { dialogue }) => {
      for (const leak of leaks) {
        const [found] = leak.exec(text) ?? [];
        // a dialogue whose speakers are called so may be quoted
        if (found !== undefined && !dialogue.text.includes(found.trim()))
          return `a piece of a template, ${JSON.stringify(found.trim())}`;
      }
      const { text: clean, status } = cleanAnswer({ text, status: 'ok' }, hygieneRules);
      if (status === 'refused') return 'a refusal';
      return clean === text.trim() ? undefined : 'a label, quotes, a fence or reasoning around the summary';
    }),
});
