/** Brings the list of dialogues to life. Everything above it on the page works without scripts. */
import type { PageData } from '../page-data.ts';
import { createComparison } from './compare.ts';
import { byId } from './element.ts';
import { createFilter, type Query } from './filter.ts';
import { linked } from './link.ts';
import { createList } from './list.ts';
import { startTheme } from './theme.ts';

const data = JSON.parse(byId('data').textContent ?? '') as PageData;
const filter = createFilter(data);
const form = byId<HTMLFormElement>('filters');
const search = byId<HTMLInputElement>('search');
const value = (id: string): string => byId<HTMLSelectElement>(`filter-${id}`).value;
const numberIn = (id: string): number | undefined => (value(id) === '' ? undefined : Number(value(id)));

const query = (): Query => ({
  search: search.value,
  system: numberIn('system'),
  marginBelow: numberIn('margin'),
  agreementBelow: numberIn('agreement'),
  kind: value('kind') as Query['kind'],
  order: value('order') as Query['order'],
});

const comparison = createComparison(data, (last) => list.focus(last));
const list = createList(data, (dialogue, among) => comparison.open(dialogue, among));
const update = (): void => list.show(filter(query()));

let pending = 0;
form.addEventListener('input', () => {
  cancelAnimationFrame(pending);
  pending = requestAnimationFrame(update);
});
form.addEventListener('submit', (event) => event.preventDefault());
// The form clears its fields after this event.
form.addEventListener('reset', () => setTimeout(update));

document.addEventListener('keydown', (event) => {
  const isTyping = (event.target as Element).closest?.('input, select, textarea, dialog') !== null;
  if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  search.focus();
});

startTheme();
update();
const first = linked(location.hash, data.dialogues);
if (first) comparison.open(first, filter(query()));
