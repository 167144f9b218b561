/** From `--columns` and `--encoding` to how the files of `hapui eval` are read. */
import { type Encoding, encodings } from '../../dialogues/input/input.ts';
import type { EvalArguments } from './arguments.ts';
import { usage } from './setup.ts';

const roles = ['id', 'summary', 'reference', 'topic'] as const;

type Role = (typeof roles)[number];

export interface FileReading {
  readonly encoding: Encoding;
  /** Column by role; `id` is that of every file. */
  readonly columns: Readonly<Partial<Record<Role, string>>>;
}

/** Throws `usage` for roles and encodings that there are not. */
export const fileReading = ({ columns = [], encoding = 'utf-8' }: EvalArguments): FileReading => {
  const known = encodings.find((name) => name === encoding);
  if (known === undefined) throw usage('--encoding', `"${encoding}"`, `one of ${encodings.join(', ')}`);
  return {
    encoding: known,
    columns: Object.fromEntries(columns.flatMap((list) => list.split(',')).map(roleOf)),
  };
};

const roleOf = (text: string): readonly [Role, string] => {
  const [given, ...rest] = text.split('=');
  const role = roles.find((name) => name === given?.trim());
  const column = rest.join('=').trim();
  if (role !== undefined && column !== '') return [role, column];
  throw usage(
    '--columns',
    `"${text}"`,
    `role=name with a role of ${roles.join(', ')}, such as summary=prediction`,
  );
};
