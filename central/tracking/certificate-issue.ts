import { invariant } from '#contracts/basics/asserts.ts';
import type { Instant } from '#contracts/basics/clock.ts';
import { localDateOf } from '#contracts/basics/clock.ts';
import { maskName } from '#contracts/basics/mask.ts';
import type { ActHandler, ActOf, Decision } from '../sync/index.ts';
import { caseRows } from './case-rows.ts';
import { statementHash } from './certificate-copy.ts';
import { makeCheckCodes } from './certificate-numbers.ts';
import { findObjection } from './objections.ts';
import { refusal } from './refusal.ts';
import { stepTexts } from './step-texts.ts';
import type { TrackingParts } from './tracking-parts.ts';

type CertificateIssue = ActOf<'certificate.issue'>;

/**
 * A certificate that the terminal is about to print. The receipt's `ref` is `<number>|<check code>`, as
 * `370282-2026-0001-8842|K7MF-3QRT`: both are printed, and together they open the public page that says whether it is genuine.
 */
export function certificateIssue(parts: TrackingParts): ActHandler<CertificateIssue> {
  return {
    async prepare(_tx, acts, { terminal, at }) {
      const year = Number(localDateOf(Date.parse(at)).slice(0, 4));
      const numbers = await parts.numbers.take(terminal.districtCode, year, acts.length);
      const checkCodes = makeCheckCodes(parts.random, acts.length);
      const paperOf = new Map(
        acts.map((act, index) => [act.id, { number: numbers[index] ?? '', checkCode: checkCodes[index] ?? '' }]),
      );
      const items = await parts.itemsOf(acts);
      return {
        decide(act) {
          const objection = findObjection(act, items.get(act.id), 'certificate');
          if (objection) return refusal(parts, act, at, objection);
          const paper = paperOf.get(act.id);
          invariant(paper, 'every act of the batch has its number');
          return issue(parts, act, at, paper);
        },
        expire: (act) =>
          caseRows(act, at, { personKey: personOf(parts, act), state: 'superseded', steps: [{ at, what: stepTexts.expired }] }),
      };
    },
  };
}

/** What is printed on the paper and opens its public page. */
interface Paper {
  readonly number: string;
  readonly checkCode: string;
}

function issue(parts: TrackingParts, act: CertificateIssue, at: Instant, { number, checkCode }: Paper): Decision {
  const personKey = personOf(parts, act);
  const steps = [
    { at: act.at as Instant, what: stepTexts.received },
    { at, what: stepTexts.certificateIssued },
  ];
  return {
    code: 'applied',
    ref: `${number}|${checkCode}`,
    reason: '',
    detail: '',
    rows: {
      ...caseRows(act, at, { personKey, state: 'done', certificateNumber: number, steps }),
      certificate: [
        {
          number,
          check_code: checkCode,
          person_key: personKey,
          act_id: act.id,
          terminal_id: act.terminal,
          item_id: act.itemId,
          item_version: act.itemVersion,
          holder_masked: maskName(act.actor.name),
          issued_at: at,
          state: 'valid',
          statement_hash: statementHash(act.statement),
        },
      ],
    },
  };
}

function personOf(parts: TrackingParts, act: CertificateIssue): string {
  return parts.pseudonyms.personKey(act.actor.idNumber);
}
