/** A source says which of two texts is better. */

export interface Source {
  /** As `preferences.source` names it. */
  readonly name: string;
  /** One sentence for the docs. */
  readonly about: string;
  /** What it cannot do without. */
  readonly needs: 'nothing' | 'references' | 'labelled' | 'scorer' | 'file';
  /** Whether it can score a reference, too, for the strategy `gold`. */
  readonly scoresReferences: boolean;
}

export const defineSource = (source: Source): Source => source;
