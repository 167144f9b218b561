/**
 * Makes tokens less likely that earlier groups of the dialogue picked at this position, once for each time
 * (diverse beam search, arXiv:1610.02424; `HammingDiversityLogitsProcessor`).
 */
export const hammingDiversity = (scores: Float32Array, picked: Int32Array, penalty: number): void => {
  for (const [index, token] of picked.entries()) {
    if (picked.indexOf(token) < index) continue;
    const times = picked.reduce((count, other) => count + Number(other === token), 0);
    scores[token] = scores[token]! - Math.fround(penalty * times);
  }
};
