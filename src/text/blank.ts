/** Whether a text holds anything that can be seen. */

/**
 * White space, control and format characters such as the zero-width space, and what is ignored by default where it is
 * drawn, such as the Hangul filler.
 */
const seen = /[^\s\p{C}\p{Default_Ignorable_Code_Point}]/u;

/** Whether `text` has nothing that can be seen: nobody can summarise it, and it is no summary. */
export const isBlank = (text: string): boolean => !seen.test(text);
