import fc from 'fast-check';
import t from 'tap';
import { linked, linkTo } from '../../../src/report/page/link.ts';

t.test('a link leads back to its dialogue, whatever the id', async (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1 }), (id) => {
      const dialogues = [{ id: '' }, { id }];
      t.equal(linked(linkTo({ id }), dialogues)?.id, id);
      t.match(linkTo({ id }), /^#dialogue=[A-Za-z0-9\-_.!~*'()%]+$/);
    }),
  );
});

t.test('other and broken links lead nowhere', async (t) => {
  for (const hash of ['', '#systems', '#dialogue=b', '#dialogue=%E0%A4%A'])
    t.equal(linked(hash, [{ id: 'a' }]), undefined);
});
