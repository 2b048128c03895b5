/**
 * What biometrics calls its errors, from lists of scores. Pure; scores are cosines, −1 stands for "no face found", and a rate over
 * nothing is NaN. FAR and FRR count attempts (ISO/IEC 19795-1), so a person whose face was not found is a false reject.
 */

export type Scores = { readonly same: readonly number[]; readonly different: readonly number[] };
export type Errors = { readonly threshold: number; readonly far: number; readonly frr: number };
/** `resolved`: there are enough different pairs that one of them may be accepted. */
export type ErrorsAtFar = Errors & { readonly resolved: boolean };

const noFaceScore = -1;

/** The smallest step by which a threshold is put above a score that it has to refuse. */
const above = 1e-9;

const share = (values: readonly number[], test: (value: number) => boolean): number =>
  values.length === 0 ? Number.NaN : values.filter(test).length / values.length;

/** False accepts and false rejects when a score of at least `threshold` is accepted; nobody without a face ever is. */
export function errorsAt({ same, different }: Scores, threshold: number): Errors {
  const accepted = (score: number): boolean => score > noFaceScore && score >= threshold;
  return { threshold, far: share(different, accepted), frr: share(same, (score) => !accepted(score)) };
}

/**
 * The lowest threshold whose false accept rate is at most `far`, and what it costs. Scores that tie at the border are all refused.
 * Without different pairs there is no such threshold, and all is NaN.
 */
export function errorsAtFar(scores: Scores, far: number): ErrorsAtFar {
  const descending = scores.different.toSorted((a, b) => b - a);
  // 0.01 × 2,900 and its like may come out a hair below the whole number.
  const mayPass = Math.floor(descending.length * far + 1e-9);
  const firstRefused = descending[mayPass];
  if (firstRefused === undefined && descending.length === 0) {
    return { threshold: Number.NaN, far: Number.NaN, frr: Number.NaN, resolved: false };
  }
  return { ...errorsAt(scores, firstRefused === undefined ? noFaceScore : firstRefused + above), resolved: mayPass > 0 };
}

export type Presentation = { readonly species: string; /** Undefined: no face was found. */ readonly real: number | undefined };
type Group = { readonly count: number; readonly notFound: number };
export type PadErrors = {
  readonly threshold: number;
  readonly bonaFide: Group & { readonly bpcer: number };
  readonly species: Readonly<Record<string, Group & { readonly apcer: number }>>;
  /** The species that gets through most often; a mean over species would hide it. */
  readonly worst: string | undefined;
};

const genuineWords = new Set(['bonafide', 'real', 'genuine', 'live', 'client', 'person', 'none', 'noattack', 'bf']);

/** Whether a list calls this presentation a living person instead of an attack. */
export function isBonaFide(species: string): boolean {
  return genuineWords.has(species.toLowerCase().replaceAll(/[\s_-]/g, ''));
}

/**
 * ISO/IEC 30107-3: APCER per attack species and BPCER, each over the presentations that were classified. Where no face was found
 * nothing was classified: that is non-response (APNRR, BPNRR), counted in `notFound`.
 */
export function padErrors(presentations: readonly Presentation[], threshold: number): PadErrors {
  const persons: Presentation[] = [];
  const attacks = new Map<string, { readonly name: string; readonly list: Presentation[] }>();
  for (const presentation of presentations) {
    const name = presentation.species.trim();
    if (isBonaFide(name)) persons.push(presentation);
    else {
      const group = attacks.get(name.toLowerCase()) ?? { name, list: [] };
      group.list.push(presentation);
      attacks.set(name.toLowerCase(), group);
    }
  }
  const acceptedOf = (list: readonly Presentation[]): number => {
    const classified = list.flatMap(({ real }) => (real === undefined ? [] : [real]));
    return share(classified, (real) => real >= threshold);
  };
  const sizeOf = (list: readonly Presentation[]): Group => ({
    count: list.length,
    notFound: list.filter(({ real }) => real === undefined).length,
  });
  const species = Array.from(attacks.values(), ({ name, list }) => {
    return [name, { ...sizeOf(list), apcer: acceptedOf(list) }] as const;
  });
  const worst = species.filter(([, { apcer }]) => apcer >= 0).toSorted(([, a], [, b]) => b.apcer - a.apcer)[0]?.[0];
  return {
    threshold,
    bonaFide: { ...sizeOf(persons), bpcer: 1 - acceptedOf(persons) },
    species: Object.fromEntries(species),
    worst,
  };
}
