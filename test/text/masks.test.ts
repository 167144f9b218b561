import t from 'tap';
import { damagedMasks, findMasks, maskNames, maskTags } from '../../src/text/masks.ts';

t.test('intact masks come once each, in order, and are not damaged', async (t) => {
  const text = `#Person1#의 ${maskNames.map((name) => `#${name}#`).join(', ')}와 #Email#`;
  t.strictSame(
    maskTags(text),
    maskNames.map((name) => `#${name}#`),
  );
  t.strictSame(damagedMasks(text), []);
});

t.test('masks side by side are intact', async (t) => {
  t.strictSame(damagedMasks('#Person1##PhoneNumber##Email#call #SSN#'), []);
  t.equal(findMasks('#Person1##PhoneNumber##Email#call #SSN#').length, 3);
});

const damage = [
  ['# PhoneNumber #', '#PhoneNumber#'],
  ['#phonenumber#', '#PhoneNumber#'],
  ['#Phone Number#', '#PhoneNumber#'],
  ['#Phone_Number #', '#PhoneNumber#'],
  ['##PhoneNumber##', '#PhoneNumber#'],
  ['＃ＰｈｏｎｅＮｕｍｂｅｒ＃', '#PhoneNumber#'],
  ['#P h o n e N u m b e r#', '#PhoneNumber#'],
  ['#PhoneNumer#', '#PhoneNumber#'],
  ['#PhoneNumber', '#PhoneNumber#'],
  ['PhoneNumber#', '#PhoneNumber#'],
  ['PhoneNumber', '#PhoneNumber#'],
  ['#Adress#', '#Address#'],
  ['# ssn #', '#SSN#'],
  ['#DateofBirth#', '#DateOfBirth#'],
  ['#Carnumber#', '#CarNumber#'],
  ['#E-mail#', '#Email#'],
] as const;

for (const [spelling, mask] of damage) {
  t.test(`${spelling} is a damaged ${mask}`, async (t) => {
    const text = `번호는 ${spelling}입니다, #Person1#.`;
    t.strictSame(damagedMasks(text), [spelling]);
    t.strictSame(findMasks(text), [{ start: 4, end: 4 + spelling.length, text: spelling, mask }]);
  });
}

t.test('a spelling as near to two names stands for neither', async (t) => {
  t.match(findMasks('#CadNumber#'), [{ text: '#CadNumber#', mask: undefined }]);
});

t.test('prose, hashtags and speaker tags are no masks', async (t) => {
  for (const text of [
    'Email me your Address',
    '#서울# #Sony# #SUN# #1#',
    '# Person 1 # said',
    'a # b # c',
    '#emails',
  ]) {
    t.strictSame(findMasks(text), [], text);
  }
});
