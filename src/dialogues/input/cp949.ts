/**
 * CP949 (Unified Hangul Code) → UTF-8. `TextDecoder('euc-kr')` of Node is ICU's converter of KS X 1001 alone: it turns
 * half of the Hangul syllables (똠, 뷁, 펲 …) into ASCII letters without a word, even when `fatal`. It is right for KS X
 * 1001 itself, and Microsoft's extension is the missing syllables in Unicode order, so the table is made from both.
 */
import { at, InputError } from '../../errors.ts';
import { countLineFeeds } from './line-counter.ts';

const firstLead = 0x81;
const firstTrail = 0x41;
const trails = 0xfe - firstTrail + 1;

let built: Uint16Array | undefined;

/** UTF-16 unit by `(lead - 0x81) * 190 + trail - 0x41`, 0 where there is none. */
const table = (): Uint16Array => {
  built ??= buildTable();
  return built;
};

const buildTable = (): Uint16Array => {
  const units = new Uint16Array((0xfe - firstLead + 1) * trails);
  addStandard(units);
  addExtension(units);
  units[cell(0xa2, 0xe6)] = 0x20ac; // € and ®, added to KS X 1001 in 1998 and not known to ICU
  units[cell(0xa2, 0xe7)] = 0xae;
  return units;
};

const cell = (lead: number, trail: number): number => (lead - firstLead) * trails + trail - firstTrail;

const addStandard = (units: Uint16Array): void => {
  const decoder = new TextDecoder('euc-kr');
  for (let lead = 0xa1; lead <= 0xfe; lead++)
    for (let trail = 0xa1; trail <= 0xfe; trail++) {
      const text = decoder.decode(Uint8Array.of(lead, trail));
      if (isCharacter(text)) units[cell(lead, trail)] = text.charCodeAt(0);
    }
};

// the rows that users may define for themselves come as private-use characters, which say nothing
const isCharacter = (text: string): boolean => text.length === 1 && !/[\ufffd\ue000-\uf8ff]/u.test(text);

const addExtension = (units: Uint16Array): void => {
  const standard = new Set(units);
  let syllable = 0xac00;
  for (let lead = firstLead; lead <= 0xc6; lead++)
    for (let trail = firstTrail; trail <= (lead < 0xa1 ? 0xfe : 0xa0); trail++) {
      if (!isExtensionTrail(trail)) continue;
      while (standard.has(syllable)) syllable++;
      if (syllable > 0xd7a3) return;
      units[cell(lead, trail)] = syllable++;
    }
};

const isExtensionTrail = (trail: number): boolean =>
  trail <= 0x5a || (trail >= 0x61 && trail <= 0x7a) || trail >= 0x81;

/** UTF-16 unit of the pair, 0 where CP949 has none. */
const unitOf = (units: Uint16Array, lead: number, trail: number): number =>
  lead < firstLead || lead > 0xfe || trail < firstTrail || trail > 0xfe ? 0 : (units[cell(lead, trail)] ?? 0);

/** The text of `chunks` as UTF-8. Throws `input-encoding` at the first byte that CP949 does not have. */
export async function* cp949ToUtf8(
  chunks: AsyncIterable<Buffer>,
  label: string,
): AsyncGenerator<Buffer, void> {
  let rest: Buffer = Buffer.alloc(0);
  let position = 0;
  let line = 1;
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const { text, used, failed } = convert(bytes);
    if (failed) throw invalid(bytes, used, label, position + used, line);
    rest = bytes.subarray(used);
    position += used;
    line += countLineFeeds(bytes.subarray(0, used));
    if (text.length > 0) yield text;
  }
  if (rest.length > 0) throw invalid(rest, 0, label, position, line);
}

/** UTF-8 of the leading part of `bytes`: all but half a pair at the end, or up to the first invalid byte. */
const convert = (bytes: Buffer): { text: Buffer; used: number; failed: boolean } => {
  const units = table();
  const text = Buffer.allocUnsafe(bytes.length * 2); // a byte becomes one, a pair at most three
  let length = 0;
  let index = 0;
  let failed = false;
  while (index < bytes.length) {
    const lead = bytes[index] ?? 0;
    if (lead < 0x80) {
      text[length++] = lead;
      index++;
      continue;
    }
    if (index + 1 === bytes.length && lead >= firstLead && lead <= 0xfe) break;
    const unit = unitOf(units, lead, bytes[index + 1] ?? 0);
    if (unit === 0) {
      failed = true;
      break;
    }
    length = putUtf8(text, length, unit);
    index += 2;
  }
  return { text: text.subarray(0, length), used: index, failed };
};

const putUtf8 = (text: Buffer, length: number, unit: number): number => {
  let end = length;
  if (unit < 0x800) text[end++] = 0xc0 | (unit >> 6);
  else {
    text[end++] = 0xe0 | (unit >> 12);
    text[end++] = 0x80 | ((unit >> 6) & 0x3f);
  }
  text[end++] = 0x80 | (unit & 0x3f);
  return end;
};

/** Whether `bytes`, which may end inside a character, are CP949 with Korean in it. */
export const looksLikeCp949 = (bytes: Buffer): boolean => {
  const { text, failed } = convert(bytes);
  return !failed && /[\uac00-\ud7a3]/u.test(text.toString('utf8'));
};

const invalid = (bytes: Buffer, index: number, label: string, offset: number, line: number): InputError => {
  const lineNow = line + countLineFeeds(bytes.subarray(0, index));
  const shown = bytes.subarray(index, index + 2).toString('hex');
  return new InputError(
    'input-encoding',
    {
      where: at(label, lineNow),
      found: `byte ${offset} (0x${shown}) is not valid CP949`,
      expected: 'CP949, as `encoding: cp949` says',
      fix: 'Remove `encoding` if the file is UTF-8.',
    },
    { data: { file: label, line: lineNow, offset } },
  );
};
