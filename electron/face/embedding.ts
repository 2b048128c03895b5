/** A face as a direction in 512 dimensions: always of length 1, so that a scalar product is the cosine. */
export type Embedding = Float32Array;

/** Scales to length 1; a vector of zeros stays as it is and matches nobody. */
export function normalised(vector: Float32Array): Embedding {
  const length = Math.hypot(...vector);
  return length === 0 ? Float32Array.from(vector) : vector.map((value) => value / length);
}

/** −1..1; both of the same dimension. */
export function cosine(a: Embedding, b: Embedding): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** The direction between several pictures of one face: less noise than any of them alone. At least one. */
export function aggregated(embeddings: readonly Embedding[]): Embedding {
  const sum = new Float32Array(embeddings[0]?.length ?? 0);
  for (const embedding of embeddings) for (let i = 0; i < sum.length; i++) sum[i] = (sum[i] ?? 0) + (embedding[i] ?? 0);
  return normalised(sum);
}
