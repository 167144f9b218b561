/** zod's issues → findings in hapui's own words, with the nearest known name. */
import type { z } from 'zod';
import { nearest } from '../registry.ts';
import { alternatives, expectation } from './describe-schema.ts';
import type { KeyPath } from './position.ts';
import { type Finding, shown } from './problems.ts';
import { mayBeSecret } from './secrets.ts';
import { definitionOf, keysAt, schemasAt } from './walk-schema.ts';

type Issue = z.core.$ZodIssue;

/** What a check was about: the schema, the value as written, where in the config it stands. */
export interface Checked {
  readonly schema: z.ZodType;
  /** As written: references stay references in messages. */
  readonly written: unknown;
  readonly path: KeyPath;
  /** Names known beside the schema's at its top level. */
  readonly moreKeys?: readonly string[];
}

/** The findings that tell `issues`. */
export const findingsOf = (issues: readonly Issue[], checked: Checked): readonly Finding[] =>
  issues.flatMap((issue) => findingsOfIssue(issue, checked, []));

const findingsOfIssue = (issue: Issue, checked: Checked, above: KeyPath): readonly Finding[] => {
  const inner = [...above, ...(issue.path as KeyPath)];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(key, inner, checked));
    case 'invalid_union': {
      const branch = branchThatFits(issue.errors);
      if (branch) return branch.flatMap((each) => findingsOfIssue(each, checked, inner));
      return [wrongValue(inner, checked)];
    }
    case 'invalid_key':
      return [{ ...wrongValue(inner, checked, issue.issues[0]?.message), side: 'key' }];
    case 'custom':
    case 'invalid_format':
      return [wrongValue(inner, checked, ownWords(issue))];
    case 'too_small':
    case 'too_big':
      return [wrongValue(inner, checked, isTuple(checked, inner) ? undefined : bound(issue))];
    default:
      return [wrongValue(inner, checked)];
  }
};

/**
 * The branch of a union that the user meant: the one whose own kind (a map, a list, a text) is right, with the fewest
 * complaints. None where the value is of no branch's kind.
 */
const branchThatFits = (branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined =>
  branches
    .filter((issues) => !issues.some(isAboutKind))
    .sort((a, b) => a.length - b.length)
    .at(0);

const isAboutKind = ({ code, path }: Issue): boolean =>
  path.length === 0 && (code === 'invalid_type' || code === 'invalid_value' || code === 'invalid_union');

const unknownKey = (key: string, inner: KeyPath, { schema, path, moreKeys = [] }: Checked): Finding => {
  const known = [...keysAt(schema, inner), ...(inner.length === 0 ? moreKeys : [])].sort();
  const near = nearest(key, known);
  return {
    code: 'config-unknown-key',
    path: [...path, ...inner, key],
    side: 'key',
    found: `unknown key ${shown(key)}`,
    expected: knownNames(known, near),
    fix: near === undefined ? undefined : `Did you mean "${near}"?`,
  };
};

const fewNames = 12;

/** `one of a, b, c`; a long list only helps where no name is near. */
export const knownNames = (known: readonly string[], near: string | undefined): string | undefined => {
  if (known.length === 0 || (near !== undefined && known.length > fewNames)) return undefined;
  return `one of ${known.join(', ')}`;
};

const wrongValue = (inner: KeyPath, checked: Checked, words?: string): Finding => {
  const value = valueAt(checked.written, inner);
  const path = [...checked.path, ...inner];
  const schemas = schemasAt(checked.schema, inner);
  const expected =
    words ?? (alternatives([...new Set(schemas.map((each) => expectation(each)))]) || undefined);
  if (value === undefined) return { code: 'config-missing', path, found: 'the key is missing', expected };
  const names = schemas.flatMap(namesOf);
  const near = typeof value === 'string' ? nearest(value, names) : undefined;
  const isName = typeof value === 'string' && names.length > 0 && words === undefined;
  return {
    code: isName ? 'config-unknown-name' : 'config-value',
    path,
    found: mayBeSecret(path) ? 'a value of the wrong kind' : shown(value),
    expected,
    fix: near === undefined || words !== undefined ? hint(value, expected) : `Did you mean "${near}"?`,
  };
};

/** Slips that YAML makes easy. */
const hint = (value: unknown, expected: string | undefined): string | undefined => {
  if (typeof value === 'number' && expected?.includes('text')) return `Write it in quotes: "${value}".`;
  if (typeof value === 'string' && /^(yes|no|on|off)$/iu.test(value) && expected === 'true or false')
    return 'Write true or false.';
  return undefined;
};

const namesOf = (schema: z.core.$ZodType): readonly string[] => {
  const def = (schema._zod as { def: z.core.$ZodTypes['_zod']['def'] }).def;
  if (def.type === 'enum') return Object.values(def.entries).filter((value) => typeof value === 'string');
  if (def.type === 'literal') return def.values.filter((value) => typeof value === 'string');
  if (def.type === 'union') return def.options.flatMap(namesOf);
  return [];
};

// a schema's own message is hapui's wording; zod's default ones start with "Invalid"
const ownWords = ({ message }: Issue): string | undefined =>
  message.startsWith('Invalid') ? undefined : message;

// a tuple has one length only, which its schema tells
const isTuple = ({ schema }: Checked, inner: KeyPath): boolean =>
  schemasAt(schema, inner).some((each) => definitionOf(each).type === 'tuple');

const bound = (issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string | undefined => {
  const [limit, word] = issue.code === 'too_small' ? [issue.minimum, 'at least'] : [issue.maximum, 'at most'];
  if (issue.origin === 'string')
    return limit === 1 ? 'a text that is not empty' : `${word} ${limit} characters`;
  if (issue.origin === 'array')
    return limit === 1 ? 'a list that is not empty' : `a list of ${word} ${limit}`;
  return undefined;
};

/** The part of a plain value at `path`, if it is there. */
export const valueAt = (value: unknown, path: KeyPath): unknown =>
  path.reduce<unknown>(
    (part, key) =>
      typeof part === 'object' && part !== null && Object.hasOwn(part, key)
        ? (part as Record<string | number, unknown>)[key]
        : undefined,
    value,
  );
