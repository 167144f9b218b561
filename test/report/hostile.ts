/** Texts that try to run code, break out of their element, or hide what they are; each would report itself on `window.pwned`. */
const run = 'window.pwned=(window.pwned||0)+1';

const shapes: readonly ((n: number) => string)[] = [
  (n) => `</script><script>${run}//${n}</script>`,
  (n) => `<img src=x${n} onerror="${run}">`,
  (n) => `<svg/onload=${run}><animate onbegin=${run} attributeName=x dur=1s>${n}`,
  (n) => `"><body onload=${run}>${n}`,
  (n) => `' autofocus onfocus='${run}' x='${n}`,
  (n) => `javascript:${run}//${n}`,
  (n) => `<a href="javascript:${run}" id=data>${n}</a>`,
  (n) => `<!--<script>${n}`,
  (n) => `--><script>${run}</script>${n}`,
  (n) => `<iframe srcdoc="<script>parent.${run}</script>">${n}`,
  (n) => `<style>@import url(http://invalid.example/${n}.css);*{display:none}</style>`,
  (n) => `<meta http-equiv=refresh content="0;url=http://invalid.example/${n}">`,
  (n) => `<base href="http://invalid.example/${n}/"><form action=//invalid.example><button>`,
  (n) => `\u202egnp.exe ${n} \u2066\u2067\u200f\u061c`,
  (n) => `\u2028${run}\u2029${n}`,
  (n) => `\u0000\u0008\u001b[2J\u009b31m${n}\ufeff`,
  (n) => `{"__proto__":{"pwned":${n}}} \${${run}} {{constructor.constructor('${run}')()}}`,
  (n) => `]]><![CDATA[<script>${run}</script>${n}`,
  (n) => `\ud800 lone \udfff ${n}`,
  (n) => `<dialog open><form method=dialog><input name=${n} autofocus onfocus=${run}>`,
  (n) => `&lt;script&gt;${run}&lt;/script&gt; &#60;img src=x onerror=${run}&#62; ${n}`,
  (n) =>
    `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${run}&gt;">${n}`,
  (n) => `${'가'.repeat(300)}${n}`,
];

/** The nth text; all shapes come in turn. */
export const hostile = (n: number): string => shapes[n % shapes.length]!(n);
