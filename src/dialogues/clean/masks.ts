import { findMasks } from '../../text/masks.ts';
import { type Cleaned, type CleaningRule, untilClean } from './rule.ts';

const restored = (text: string): Cleaned => {
  const damaged = findMasks(text).filter(
    ({ text: spelling, mask }) => mask !== undefined && mask !== spelling,
  );
  let [cleaned, end] = ['', 0];
  for (const { start, end: next, mask } of damaged) {
    cleaned += `${text.slice(end, start)}${mask}`;
    end = next;
  }
  return { text: cleaned + text.slice(end), changes: damaged.length };
};

/** Restores the masks of personal data. A spelling that is as near to two masks stays as it is. */
export const masks: CleaningRule = {
  about:
    'Damaged masks (`# phone number #`, `#Adress#`, `DateOfBirth`) become one of `#PhoneNumber#`, `#Address#`, `#DateOfBirth#`, `#PassportNumber#`, `#SSN#`, `#CardNumber#`, `#CarNumber#`, `#Email#`.',
  clean: untilClean(restored),
};
