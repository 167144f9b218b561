import { defineFilter, eachPair } from './define.ts';

export const margin = defineFilter({
  name: 'margin',
  about: 'The margin lies outside `preferences.margin`, or is negative.',
  create: (_, { margin: { least, most = Number.POSITIVE_INFINITY } }) =>
    eachPair(({ margin }) =>
      margin < 0 || margin < least || margin > most
        ? `${Number(margin.toFixed(4))}, not from ${least}${most === Number.POSITIVE_INFINITY ? ' up' : ` to ${most}`}`
        : undefined,
    ),
});
