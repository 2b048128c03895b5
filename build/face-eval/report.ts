import type { Errors, ErrorsAtFar, PadErrors } from './measure.ts';

/**
 * What is printed as JSON. Rates are shares (0..1), null where there is nothing to count. A pair with a file that is missing or no
 * picture is left out; one without a face counts as not matched.
 */
export type Evaluation = {
  readonly policy: string;
  readonly pairs: {
    readonly same: number;
    readonly different: number;
    /** Of these, those in which no face was found in the live picture. */
    readonly noFace: { readonly same: number; readonly different: number };
    /** Rows that only repeat another one. */
    readonly repeated: number;
    readonly missingFiles: number;
    readonly unreadableFiles: number;
  };
  /** By file. A card photo without one is compared all the same: the card's own geometry says where its face is. */
  readonly facesNotFound: { readonly live: number; readonly liveOf: number; readonly card: number; readonly cardOf: number };
  /** Files of both lists that are missing or no pictures. */
  readonly leftOut: readonly string[];
  readonly frrAtFar1Percent: ErrorsAtFar;
  readonly frrAtFar01Percent: ErrorsAtFar;
  readonly atShippedThreshold: Errors;
  readonly atReviewThreshold: Errors;
  /** Per picture, while a terminal takes the median of several. */
  readonly pad?: PadErrors & { readonly bonaFideFrom: 'list' | 'live pictures'; readonly leftOut: number };
  readonly seconds: number;
};

const shownLeftOut = 5;

/** The same for people. */
export function tableOf(evaluation: Evaluation): string {
  const { pairs, facesNotFound, leftOut, pad } = evaluation;
  const { noFace } = pairs;
  return [
    ...leftOut.slice(0, shownLeftOut).map((file) => `left out               ${file}`),
    ...(leftOut.length > shownLeftOut ? [`left out               and ${leftOut.length - shownLeftOut} more`] : []),
    `pairs                  ${pairs.same} same, ${pairs.different} different; ${pairs.missingFiles} left out for a missing file, ` +
      `${pairs.unreadableFiles} for one that is no picture, ${pairs.repeated} rows repeated`,
    `faces not found        live ${facesNotFound.live} of ${facesNotFound.liveOf}, card ${facesNotFound.card} of ${facesNotFound.cardOf}` +
      ` (${noFace.same} same pairs count as falsely rejected, ${noFace.different} different ones as rejected)`,
    errorsLine('FAR 1 %', evaluation.frrAtFar1Percent),
    errorsLine('FAR 0.1 %', evaluation.frrAtFar01Percent),
    errorsLine('shipped threshold', evaluation.atShippedThreshold),
    errorsLine('review threshold', evaluation.atReviewThreshold),
    ...coarseness(evaluation),
    ...(pad ? padTable(pad) : []),
  ].join('\n');
}

function errorsLine(name: string, { threshold, far, frr }: Errors): string {
  const at = Number.isNaN(threshold) ? '  n/a' : threshold.toFixed(3);
  return `${name.padEnd(22)} threshold ${at}   FAR ${percent(far).padStart(8)}   FRR ${percent(frr).padStart(8)}`;
}

function percent(share: number): string {
  return Number.isNaN(share) ? 'n/a' : `${(100 * share).toFixed(2)} %`;
}

function coarseness({ pairs, frrAtFar1Percent, frrAtFar01Percent }: Evaluation): readonly string[] {
  if (pairs.different === 0) return ['note                   without different pairs there is no FAR, and no threshold for one'];
  const tooFine = [...(frrAtFar1Percent.resolved ? [] : ['1 %']), ...(frrAtFar01Percent.resolved ? [] : ['0.1 %'])];
  if (tooFine.length === 0) return [];
  const one = percent(1 / pairs.different);
  return [
    `note                   one of ${pairs.different} different pairs is ${one}: at FAR ${tooFine.join(' and ')} none is accepted`,
  ];
}

function padTable(pad: NonNullable<Evaluation['pad']>): readonly string[] {
  const { bonaFide, bonaFideFrom } = pad;
  return [
    `PAD                    per picture, at ${pad.threshold}; ${pad.leftOut} rows left out (file missing or no picture)`,
    `bona fide              ${bonaFide.count} (${bonaFideFrom}), BPCER ${percent(bonaFide.bpcer)}, no face in ${bonaFide.notFound}`,
    ...Object.entries(pad.species).map(
      ([name, { count, apcer, notFound }]) =>
        `attack ${name.padEnd(15)} ${count}, APCER ${percent(apcer)}, no face in ${notFound}${name === pad.worst ? '   (worst)' : ''}`,
    ),
  ];
}
