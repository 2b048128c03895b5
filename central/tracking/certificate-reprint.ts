import type { Selectable } from 'kysely';
import type { Instant } from '#contracts/basics/clock.ts';
import { instantOf, localDateOf } from '#contracts/basics/clock.ts';
import { maskName } from '#contracts/basics/mask.ts';
import type { Tables, Tx } from '../store/index.ts';
import type { ActHandler, ActOf, Decision } from '../sync/index.ts';
import { mayPrintAgain } from './certificate-copy.ts';
import { addStep } from './cases.ts';
import { findObjection } from './objections.ts';
import { stepTexts } from './step-texts.ts';
import type { TrackingParts } from './tracking-parts.ts';

type CertificateReprint = ActOf<'certificate.reprint'>;
type CertificateRow = Selectable<Tables['certificate']>;

/**
 * 再次打印: the same certificate on another sheet. Nothing new is certified; the case tells that it was asked for, whether a sheet came out
 * is between the person and the printer. The receipt's `ref` is that of the issue, `<number>|<check code>`.
 */
export function certificateReprint(parts: TrackingParts): ActHandler<CertificateReprint> {
  return {
    async prepare(tx, acts, { at }) {
      const known = await findCertificates(tx, acts);
      const items = await parts.itemsOf(acts);
      const asked: { readonly certificate: CertificateRow; readonly at: Instant }[] = [];
      return {
        decide(act) {
          const certificate = known.get(act.certificate);
          const personKey = parts.pseudonyms.personKey(act.actor.idNumber);
          if (certificate?.person_key !== personKey) return refused('unknown-certificate');
          const objection = findObjection(act, items.get(act.id), 'certificate');
          if (objection) return refused(objection);
          const isSameName = maskName(act.actor.name) === certificate.holder_masked;
          if (!isSameName || !mayPrintAgain(certificate, localDateOf(Date.parse(at)))) return over;
          asked.push({ certificate, at: instantOf(Date.parse(act.at)) });
          const ref = `${certificate.number}|${certificate.check_code}`;
          return { code: 'applied', ref, reason: '', detail: '', rows: {}, personKey };
        },
        expire: () => ({}),
        async finish() {
          for (const { certificate, at } of asked)
            await addStep(tx, certificate.person_key, certificate.act_id, { at, what: stepTexts.printingAsked });
        },
      };
    },
  };
}

async function findCertificates(tx: Tx, acts: readonly CertificateReprint[]): Promise<Map<string, CertificateRow>> {
  const numbers = acts.map(({ certificate }) => certificate);
  const rows = await tx.selectFrom('certificate').selectAll().where('number', 'in', numbers).execute();
  return new Map(rows.map((row) => [row.number, row]));
}

function refused(detail: string): Decision {
  return { code: 'rejected', ref: '', reason: 'SYN-001', detail, rows: {} };
}

/** Revoked, its time ended between the question and the act, or its holder has another name now. */
const over: Decision = { code: 'superseded', ref: '', reason: 'SYN-002', detail: 'certificate-over', rows: {} };
