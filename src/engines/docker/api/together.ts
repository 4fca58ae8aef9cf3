/**
 * Like Promise.all, but settles only when all of the work has, so that nothing is still being made when the caller
 * starts to clean up. The first failure fires `stop` and is what is thrown: the others then only say that they stopped.
 */
export async function together<T>(work: Promise<T>[], stop: AbortController): Promise<T[]> {
  let first: { error: unknown } | undefined;
  const results = await Promise.allSettled(
    work.map((item) =>
      item.catch((error: unknown) => {
        first ??= { error };
        stop.abort();
        throw error;
      }),
    ),
  );
  if (first) {
    throw first.error;
  }
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}
