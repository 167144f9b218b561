/** Runs `work` on every item with at most `width` in flight and yields the results in the order of the items. */
export async function* mapOrdered<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  width: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const inFlight: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const result = work(item);
      // A later failure must not be an unhandled rejection while an earlier result is awaited.
      result.catch(() => {});
      inFlight.push(result);
      if (inFlight.length >= width) yield await (inFlight.shift() as Promise<Result>);
    }
    while (inFlight.length > 0) yield await (inFlight.shift() as Promise<Result>);
  } finally {
    await Promise.allSettled(inFlight);
  }
}
