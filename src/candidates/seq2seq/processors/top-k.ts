import { forbidden, type Processor } from './processor.ts';

/** Keeps the `count` best tokens, and those equal to the last of them (`TopKLogitsWarper`). O(vocabulary × log count). */
export const topK = (count: number): Processor => {
  const heap = new Float32Array(count);
  return ({ scores }) => {
    if (count >= scores.length) return;
    heap.set(scores.subarray(0, count));
    for (let root = (count >> 1) - 1; root >= 0; root--) sink(heap, root);
    for (let token = count; token < scores.length; token++) {
      if (scores[token]! <= heap[0]!) continue;
      heap[0] = scores[token]!;
      sink(heap, 0);
    }
    const least = heap[0]!;
    for (let token = 0; token < scores.length; token++) if (scores[token]! < least) scores[token] = forbidden;
  };
};

/** Restores the order of a heap whose smallest number is on top. */
const sink = (heap: Float32Array, from: number): void => {
  let parent = from;
  for (;;) {
    let child = 2 * parent + 1;
    if (child >= heap.length) return;
    if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child++;
    if (heap[parent]! <= heap[child]!) return;
    const swapped = heap[parent]!;
    heap[parent] = heap[child]!;
    heap[child] = swapped;
    parent = child;
  }
};
