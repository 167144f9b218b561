/**
 * Keys of stored answers: sha256 over everything that decides an answer, so that equal work is never paid twice and an
 * answer is never taken for one of other options, another model or another prompt.
 */
import { createHash, type Hash } from 'node:crypto';
import type { Json } from '../types.ts';

/** Part of every key; a change of meaning of any field below must raise it. */
export const schemaVersion = 1;

/** What all answers of one stage of one system share. */
export interface StageParts {
  /** Stage kind, e.g. `generate:seq2seq`. */
  readonly stage: string;
  /** Resolved options, defaults filled in. */
  readonly options: Json;
  /** Model id, revision and file hashes. */
  readonly identity: string;
}

/** What makes one answer different from the next. */
export interface ItemParts {
  /** Full prompt text; empty where there is none. */
  readonly prompt: string;
  readonly seed: number;
  /** Index of the candidate, from 0. */
  readonly candidate: number;
  /** The input; Unicode forms of the same text are one text. */
  readonly text: string;
  /** All inputs of the neural batch and the place in it: such an answer counts only for the same batch. */
  readonly batch?: { readonly texts: readonly string[]; readonly position: number };
}

export type KeyParts = StageParts & ItemParts;

/** JSON with sorted keys and no white space: equal values give equal text. Throws on what JSON cannot hold. */
export const canonicalJson = (value: Json): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value as Readonly<Record<string, Json>>)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  const isPlain = value === null || ['string', 'boolean'].includes(typeof value) || Number.isFinite(value);
  if (!isPlain) throw new TypeError(`${String(value)} cannot be part of a key`);
  return JSON.stringify(value);
};

/**
 * Adds one field, its length before it: no two lists of fields can run together to the same bytes. UTF-16, since two
 * different lone surrogates would be the same replacement character in UTF-8.
 */
const addField = (hash: Hash, text: string): Hash => {
  const bytes = Buffer.from(text, 'utf16le');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return hash.update(length).update(bytes);
};

const addFields = (hash: Hash, fields: readonly (string | number)[]): Hash => {
  for (const field of fields) addField(hash, String(field));
  return hash;
};

const stageHash = ({ stage, options, identity }: StageParts): Hash =>
  addFields(createHash('sha256'), [schemaVersion, stage, canonicalJson(options), identity]);

/** Hashes a stage's own parts once and returns the function from an item to its key (32 bytes). */
export const createKeys = (stage: StageParts): ((item: ItemParts) => Uint8Array) => {
  const base = stageHash(stage);
  return ({ prompt, seed, candidate, text, batch }) => {
    const hash = addFields(base.copy(), [prompt, seed, candidate, text.normalize('NFC')]);
    if (batch)
      addFields(hash, [batch.position, batch.texts.length, ...batch.texts.map((t) => t.normalize('NFC'))]);
    return hash.digest();
  };
};

/** The key (32 bytes) of one answer. */
export const keyOf = (parts: KeyParts): Uint8Array => createKeys(parts)(parts);

/** Name of a stage's file in the store: 32 hex digits. */
export const fingerprintOf = (stage: StageParts): string => stageHash(stage).digest('hex').slice(0, 32);
