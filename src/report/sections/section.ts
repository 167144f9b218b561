/** The shape that all parts of the page share. */
import { type Content, html, type Markup } from '../html.ts';

/** A part with a heading that the navigation leads to. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

/** A chart or table in a frame with a caption. */
export const panel = (title: string, body: Content, note?: Content): Markup => html`<figure class="panel">
<figcaption><h3>${title}</h3>${note !== undefined && html`<p class="caption-note">${note}</p>`}</figcaption>
${body}
</figure>`;

/** A chart: wide ones scroll inside their frame instead of shrinking until their labels cannot be read. */
export const chart = (svg: Markup, wide = false): Markup =>
  html`<div class="chart${wide && ' chart-wide'}"${wide && html` tabindex="0"`}>${svg}</div>`;

export interface TableColumn {
  readonly head: string;
  /** Numbers stand to the right. */
  readonly isNumber?: boolean;
}

/** A table whose first column names the row. */
export const table = (
  label: string,
  columns: readonly TableColumn[],
  rows: readonly { readonly cells: readonly Content[]; readonly isMain?: boolean }[],
): Markup => html`<div class="table" role="region" aria-label="${label}" tabindex="0"><table>
<thead><tr>${columns.map(({ head, isNumber }) => html`<th scope="col"${isNumber && html` class="number"`}>${head}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ({ cells, isMain }) =>
    html`<tr${isMain && html` class="main"`}>${cells.map((cell, place) =>
      place === 0
        ? html`<th scope="row">${cell}</th>`
        : html`<td${columns[place]?.isNumber && html` class="number"`}>${cell}</td>`,
    )}</tr>
`,
)}</tbody>
</table></div>`;
