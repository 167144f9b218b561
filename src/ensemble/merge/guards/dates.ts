import { defineGuard, supportOf } from './define.ts';

/** Words that say when, by what they mean: any spelling of a meaning supports the others. */
const meanings: readonly (readonly string[])[] = [
  ['monday', 'mon', '월요일'],
  ['tuesday', 'tue', 'tues', '화요일'],
  ['wednesday', 'wed', '수요일'],
  ['thursday', 'thu', 'thurs', '목요일'],
  ['friday', 'fri', '금요일'],
  ['saturday', 'sat', '토요일'],
  ['sunday', '일요일'],
  ['weekend', '주말'],
  ['weekday', 'weekdays', '평일'],
  ['january', 'jan'],
  ['february', 'feb'],
  ['march'],
  ['april', 'apr'],
  ['june'],
  ['july'],
  ['august', 'aug'],
  ['september', 'sept', 'sep'],
  ['october', 'oct'],
  ['november', 'nov'],
  ['december', 'dec'],
  ['today', '오늘'],
  ['tonight', '오늘 밤', '오늘 저녁', '오늘밤'],
  ['tomorrow', 'tmr', 'tmrw', '내일'],
  ['yesterday', '어제'],
  ['그저께', '그제'],
  ['모레'],
  ['morning', '아침', '오전'],
  ['noon', 'midday', '정오'],
  ['afternoon', '오후'],
  ['evening', '저녁'],
  ['night', '밤'],
  ['midnight', '자정'],
  ['next week', '다음 주', '다음주'],
  ['last week', '지난 주', '지난주'],
  ['next month', '다음 달', '다음달'],
  ['last month', '지난 달', '지난달'],
  ['next year', '내년'],
  ['last year', '작년', '지난해'],
  ['christmas', '크리스마스', '성탄절'],
  ['추석'],
  ['설날'],
];

const patterns = meanings.map(
  (words) =>
    new RegExp(
      words.map((word) => (/[a-z]/.test(word) ? `\\b${word}\\b` : `(?<![가-힣])${word}`)).join('|'),
      'iu',
    ),
);

export const dates = defineGuard({
  name: 'dates',
  about: 'Refuses a weekday, month or day word whose meaning is nowhere else.',
  check: (text, material, options) => {
    if (!options.dates) return undefined;
    const support = supportOf(material);
    const invented = patterns.flatMap((pattern) => {
      const [found] = pattern.exec(text) ?? [];
      return found !== undefined && !support.some((each) => pattern.test(each)) ? [found] : [];
    });
    return invented.length > 0 ? `${invented.join(', ')} is nowhere else` : undefined;
  },
});
