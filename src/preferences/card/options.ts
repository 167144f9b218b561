/** `preferences.card`: what the data card of the hub says that hapui cannot know. */
import { z } from 'zod';
import { licences } from './licences.ts';

export const cardOptions = z
  .strictObject({
    license: z
      .enum(licences)
      .optional()
      .describe(
        'Licence of the pairs, as the hub names it. Without one the card says `unknown` and that one is missing.',
      ),
    license_name: z.string().min(1).optional().describe('Name of the licence where `license` is `other`.'),
    license_link: z.string().min(1).optional().describe('Address of the licence where `license` is `other`.'),
    language: z
      .array(z.string().regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]+)*$/, 'a code such as ko or en'))
      .default([])
      .describe('Languages of the texts, as ISO 639 codes.'),
    title: z.string().min(1).optional().describe('Heading of the card. Default: the name of the run.'),
  })
  .refine(({ license, license_name: name }) => license !== 'other' || name !== undefined, {
    path: ['license_name'],
    message: '`license: other` needs a name',
  });

export type CardOptions = z.output<typeof cardOptions>;
