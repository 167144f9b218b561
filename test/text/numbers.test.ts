// Expectations are what a reader would take for a stated number.
import t from 'tap';
import { numbersOf, statedNumbers } from '../../src/text/numbers.ts';

const listed = (numbers: ReadonlySet<string>): string[] => [...numbers];

t.test('a number has one spelling', async (t) => {
  t.strictSame(listed(numbersOf('007, 1,000 and 1000, 3.50, 3.5, 12:30, 0')), [
    '7',
    '1000',
    '3.5',
    '12',
    '30',
    '0',
  ]);
  t.strictSame(listed(numbersOf('3시 45분에 10,000,000원, 2.0배')), ['3', '45', '10000000', '2']);
  t.strictSame(listed(numbersOf('12,34')), ['12', '34']);
});

t.test('tags and masks state none', async (t) => {
  t.strictSame(listed(numbersOf('#Person1# calls #PhoneNumber# at 5.')), ['5']);
  t.strictSame(listed(numbersOf('')), []);
});

t.test('small numbers in words are stated', async (t) => {
  t.strictSame(listed(statedNumbers('Three of us, TWENTY at 9')), ['9', '3', '20']);
  t.strictSame(listed(statedNumbers('세 시에 하나, 두명과 열두 시, 열하나와 열 명, 스무 살')), [
    '3',
    '1',
    '2',
    '12',
    '11',
    '10',
    '20',
  ]);
});

t.test('words that only begin like one state none', async (t) => {
  t.strictSame(listed(statedNumbers('한국 사람이다. 네, 두고 세워 둔 열쇠. Tennis, often, phone.')), []);
});
