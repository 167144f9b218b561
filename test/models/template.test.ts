import fc from 'fast-check';
import t from 'tap';
import { fillTemplate, hasField, parseTemplate } from '../../src/models/template.ts';

const filled = (text: string, values: Record<string, string>) =>
  fillTemplate(parseTemplate(text, Object.keys(values), String), values);

t.test('fields are replaced, with or without spaces', async (t) => {
  t.equal(filled('{{a}} and {{ b }}{{a}}', { a: '1', b: '2' }), '1 and 21');
  t.ok(hasField(parseTemplate('x {{a}}', ['a'], String), 'a'));
  t.notOk(hasField(parseTemplate('a', ['a'], String), 'a'));
});

t.test('what replaces a field is not read again', async (t) => {
  t.equal(filled('{{a}}{{b}}', { a: '{{b}}', b: '$& $1 ${x}' }), '{{b}}$& $1 ${x}');
  await fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => filled('<{{a}}|{{b}}>', { a, b }) === `<${a}|${b}>`),
  );
  t.pass();
});

t.test('a line of nothing but an empty field goes', async (t) => {
  t.equal(filled('one\n{{a}}\ntwo', { a: '' }), 'one\ntwo');
  t.equal(filled('one\nx{{a}}\ntwo', { a: '' }), 'one\nx\ntwo');
  t.equal(filled('{{a}}\n{{b}}\ntwo', { a: '', b: '' }), 'two');
});

t.test('an unknown field is an error with its place and the nearest name', async (t) => {
  t.throws(() => parseTemplate('ab {{dialog}}', ['dialogue'], (offset) => `p.md:${offset}`), {
    code: 'config-unknown-name',
    problem: { where: 'p.md:3', fix: 'Did you mean {{dialogue}}?' },
  });
});
