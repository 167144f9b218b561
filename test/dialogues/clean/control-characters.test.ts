import { controlCharacters } from '../../../src/dialogues/clean/control-characters.ts';
import { ruleCases } from './cases.ts';

ruleCases(
  controlCharacters,
  [
    ['안\u0008녕\u0000', '안녕', 2],
    ['하나\u001f둘\u000b셋\u0085넷', '하나 둘 셋 넷', 3],
    ['\ufeff가\u200b나\u00ad다\u202e', '가나다', 4],
    ['줄\n줄\r\n칸\t칸', '줄\n줄\r\n칸\t칸', 0],
    ['👨‍👩‍👧', '👨‍👩‍👧', 0],
  ],
  ['\u0000', '\u001c', '\u200b', '\t', '\r'],
);
