import fc from 'fast-check';
import t from 'tap';
import { blockJson, blockPieces } from '../../src/report/data-block.ts';
import { hostile } from './hostile.ts';

const value = fc.oneof(
  fc.jsonValue({ stringUnit: 'binary' }),
  fc.array(fc.nat(1000).map(hostile), { maxLength: 4 }),
);

t.test('any value survives the block, and nothing in it can end the element', async (t) => {
  fc.assert(
    fc.property(value, (value) => {
      const text = blockJson(value);
      t.notMatch(text, /[<>&\u2028-\u202e\u2066-\u2069]/);
      t.same(JSON.parse(text), JSON.parse(JSON.stringify(value)));
    }),
  );
});

t.test('pieces are one object, with the list at its end', async (t) => {
  fc.assert(
    fc.property(fc.array(value, { maxLength: 4 }), fc.boolean(), (items, isEmpty) => {
      const head = isEmpty ? {} : { name: '</script>', systems: [] };
      const text = [...blockPieces(head, 'items', items)].join('');
      t.same(JSON.parse(text), JSON.parse(JSON.stringify({ ...head, items })));
    }),
  );
});
