/** `name(key=value,…)`: everything that changes a tokenizer's tokens, in one string. */
export const signatureOf = (name: string, parts: Readonly<Record<string, string>> = {}): string => {
  const list = Object.entries(parts).map(([key, value]) => `${key}=${value}`);
  return list.length === 0 ? name : `${name}(${list.join(',')})`;
};
