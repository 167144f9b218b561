import { speakerTags } from '../../../src/dialogues/clean/speaker-tags.ts';
import { ruleCases } from './cases.ts';

ruleCases(
  speakerTags,
  [
    ['# Person 1 #은 갔다.', '#Person1#은 갔다.', 1],
    ['#person2#와 ＃Ｐｅｒｓｏｎ１＃, ##Person3##', '#Person2#와 #Person1#, #Person3#', 3],
    ['#Peron1#과 #Persoon2#', '#Person1#과 #Person2#', 2],
    ['#Person1은 Person2#에게 Person3의', '#Person1#은 #Person2#에게 #Person3#의', 3],
    [
      '#Person1# 은 #Person2# 에게, #Person1# 이 #Person2#  의',
      '#Person1#은 #Person2#에게, #Person1#이 #Person2#의',
      4,
    ],
    ['#Person1# : 네\n #Person2#:아니요', '#Person1#: 네\n#Person2#: 아니요', 3],
    ['그리고#Person1##Person2#says', '그리고 #Person1# #Person2# says', 3],
    ['책을  #Person1#  모두', '책을 #Person1# 모두', 2],
    ['(#Person1#) "#Person2#" #Person1#은행원', '(#Person1#) "#Person2#" #Person1#은행원', 0],
    [
      '#Person1# 이것은 #English2# Person 1 said #PhoneNumber#',
      '#Person1# 이것은 #English2# Person 1 said #PhoneNumber#',
      0,
    ],
  ],
  ['#Person1#', '# Person 2 #', '#', 'Person', '1', ':', '은', '＃', '.', '  '],
);
