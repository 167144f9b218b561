/** Scorers by name: what can stand in `kind` of an entry of `rerank`. */
export const scorers = {} as const;
