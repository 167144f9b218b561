import { nfc } from '../../../src/dialogues/clean/nfc.ts';
import { ruleCases } from './cases.ts';

ruleCases(
  nfc,
  [
    ['합의 요약'.normalize('NFD'), '합의 요약', 1],
    ['é café', 'é café'.normalize('NFC'), 'é café'.normalize('NFC') === 'é café' ? 0 : 1],
    ['ㅋㅋ', 'ㅋㅋ', 0],
  ],
  ['\u1100', '\u1161', '\u11a8', 'e\u0301'],
);
