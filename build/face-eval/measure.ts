/** What biometrics calls its errors, from lists of scores. Pure; scores are cosines, −1 stands for "no face found". */

export type Scores = { readonly same: readonly number[]; readonly different: readonly number[] };
export type Errors = { readonly threshold: number; readonly far: number; readonly frr: number };

const share = (values: readonly number[], test: (value: number) => boolean): number =>
  values.length === 0 ? Number.NaN : values.filter(test).length / values.length;

/** False accepts and false rejects when a score of at least `threshold` is accepted. */
export function errorsAt({ same, different }: Scores, threshold: number): Errors {
  return { threshold, far: share(different, (score) => score >= threshold), frr: share(same, (score) => score < threshold) };
}

/** The lowest threshold whose false accept rate is at most `far`, and what it costs. */
export function errorsAtFar(scores: Scores, far: number): Errors {
  const descending = [...scores.different].sort((a, b) => b - a);
  const firstRefused = descending[Math.floor(descending.length * far)];
  return errorsAt(scores, firstRefused === undefined ? -1 : firstRefused + 1e-6);
}

export type Presentation = { readonly species: string; /** Undefined: no face was found. */ readonly real: number | undefined };
export type PadErrors = {
  readonly threshold: number;
  readonly bonaFide: { readonly count: number; readonly bpcer: number; readonly notFound: number };
  readonly species: Readonly<Record<string, { readonly count: number; readonly apcer: number; readonly notFound: number }>>;
  /** The species that gets through most often; a mean over species would hide it. */
  readonly worst: string | undefined;
};

const genuineWords = new Set(['bonafide', 'bona_fide', 'bona-fide', 'real', 'genuine', 'live', 'client']);

/**
 * ISO/IEC 30107-3 per attack species. A presentation without a face cannot get in: an attack counts as refused, a person is left out
 * of BPCER and counted in `notFound` (non-response).
 */
export function padErrors(presentations: readonly Presentation[], threshold: number): PadErrors {
  const accepted = ({ real }: Presentation): boolean => real !== undefined && real >= threshold;
  const notFound = (list: readonly Presentation[]): number => list.filter(({ real }) => real === undefined).length;
  const groups = new Map<string, Presentation[]>();
  for (const presentation of presentations) {
    const name = presentation.species.trim().toLowerCase();
    const key = genuineWords.has(name) ? '' : presentation.species.trim();
    groups.set(key, [...(groups.get(key) ?? []), presentation]);
  }
  const persons = groups.get('') ?? [];
  groups.delete('');
  const answered = persons.filter(({ real }) => real !== undefined);
  const species = Object.fromEntries(
    Array.from(groups, ([name, list]) => [
      name,
      { count: list.length, apcer: list.filter(accepted).length / list.length, notFound: notFound(list) },
    ]),
  );
  const worst = Object.entries(species).sort(([, a], [, b]) => b.apcer - a.apcer)[0]?.[0];
  const refused = answered.filter((presentation) => !accepted(presentation)).length;
  return {
    threshold,
    bonaFide: {
      count: persons.length,
      bpcer: answered.length === 0 ? Number.NaN : refused / answered.length,
      notFound: notFound(persons),
    },
    species,
    worst,
  };
}
