import fc from 'fast-check';
import t from 'tap';
import { escapeHtml, html, named } from '../../src/report/html.ts';
import { hostile } from './hostile.ts';

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.nat(1000).map(hostile),
  fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", '/', '!', '-', 'a', '\u202e', '\u0000') }),
);

t.test('a value never opens a tag, ends an attribute, or reorders what stands around it', async (t) => {
  fc.assert(
    fc.property(anyText, (text) => {
      const escaped = escapeHtml(text);
      t.notMatch(escaped, /[<>"'\u202a-\u202e\u2066-\u2069]/);
      t.notMatch(escaped, /&(?!(amp|lt|gt|quot|#39);)/);
    }),
  );
});

t.test('text without special characters stays as it is', async (t) => {
  t.equal(escapeHtml('#Person1#은 3시에 만나자고 합니다.'), '#Person1#은 3시에 만나자고 합니다.');
});

t.test('templates nest, and leave out what is not there', async (t) => {
  const none = undefined;
  t.equal(html`<p>${[named('<b>'), none, false, 2]}</p>`.text, '<p><bdi>&lt;b&gt;</bdi>2</p>');
});
