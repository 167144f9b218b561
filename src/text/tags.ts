/** Speaker tags (`#Person1#`) and the utterances of a dialogue. */
import { pythonSplit } from './python.ts';

/** One turn of a dialogue; `speaker` is empty where the dialogue names none. */
export interface Utterance {
  readonly speaker: string;
  readonly text: string;
}

const speakerTag = /#Person\d+#/g;

/** The distinct intact speaker tags of `text`, in order of appearance. */
export const speakerTags = (text: string): readonly string[] => [...new Set(text.match(speakerTag))];

/** A tag with a colon starts a turn even where line breaks were lost. */
const turnInsideLine = /(?<!^)(?=#Person\d+#[^\S\r\n]*[:：])/gm;
/**
 * `Name:` at the start of a line: at most 40 characters, four words, and a letter in it, so that neither `12:30` nor
 * a sentence with a colon is one. Of an address such as `https://…` it would take `https`, hence the look-ahead.
 */
const turnStart =
  /^(#Person\d+#|(?=[^:：\r\n]*\p{L})[^\s:：,!?]{1,40}(?: [^\s:：,!?]{1,40}){0,3})[^\S\r\n]*[:：](?!\/\/)(.*)$/u;
const longestName = 40;

const turnOf = (line: string): Utterance => {
  const [, speaker = '', text = line] = turnStart.exec(line.trim()) ?? [];
  return speaker.length <= longestName ? { speaker, text: flat(text) } : { speaker: '', text: flat(line) };
};

const flat = (text: string): string => pythonSplit(text).join(' ');

/**
 * The turns of a dialogue, one line a turn or one `#PersonN#:` a turn. A line without a speaker continues the turn
 * before it; white space is collapsed. Turns without text are left out.
 */
export const utterances = (dialogue: string): Utterance[] => {
  const turns: Utterance[] = [];
  for (const line of dialogue.replace(turnInsideLine, '\n').split(/\r\n|\r|\n/)) {
    const turn = turnOf(line);
    const last = turns.at(-1);
    if (turn.speaker === '' && last !== undefined && last.speaker !== '') {
      turns[turns.length - 1] = { speaker: last.speaker, text: flat(`${last.text} ${turn.text}`) };
    } else {
      turns.push(turn);
    }
  }
  return turns.filter((turn) => turn.text !== '');
};
