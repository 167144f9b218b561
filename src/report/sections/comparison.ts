/** The sheet on which a dialogue's candidates are compared; the page's script fills it. */
import { html, type Markup } from '../html.ts';

export const comparison = (): Markup => html`<dialog id="compare" aria-labelledby="compare-title">
<header>
<div class="steps"><button id="previous" type="button" aria-keyshortcuts="ArrowLeft k">← Previous</button><button id="next" type="button" aria-keyshortcuts="ArrowRight j">Next →</button></div>
<h2 id="compare-title"></h2>
<p id="compare-place"></p>
<div class="legend">
<label><input id="mark-agreement" type="checkbox" checked><mark class="agree-2">agreeing</mark></label>
<label><input id="mark-absent" type="checkbox" checked><span class="word">word</span> or <span class="fact">fact</span> not in the dialogue</label>
</div>
<button id="close" type="button" aria-label="Close">✕</button>
</header>
<div id="compare-body"></div>
</dialog>`;
