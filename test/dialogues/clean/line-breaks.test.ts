import { lineBreaks } from '../../../src/dialogues/clean/line-breaks.ts';
import { ruleCases } from './cases.ts';

ruleCases(
  lineBreaks,
  [
    ['하나\\n둘\\r\\n셋\\\\n넷', '하나\n둘\n셋\n넷', 3],
    ['하나<br>둘<BR />셋</br>넷< br/ >다섯&lt;br&gt;여섯', '하나\n둘\n셋\n넷\n다섯\n여섯', 5],
    ['하나\r\n둘\r셋\u2028넷', '하나\n둘\n셋\n넷', 3],
    ['C:\\new <brown> <b> 2\n', 'C:\\new <brown> <b> 2\n', 0],
  ],
  ['\\n', '\\', 'n', '<br>', '\r', '\r\n', '<', 'br', '>'],
);
