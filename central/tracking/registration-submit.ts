import type { Instant } from '#contracts/basics/clock.ts';
import { localDateOf } from '#contracts/basics/clock.ts';
import { makeUuidV7 } from '#contracts/basics/ids.ts';
import type { ServiceItem } from '#contracts/domain/service-item.ts';
import { formProblems, isAsked } from '#contracts/domain/form.ts';
import { outboxRow } from '../store/index.ts';
import type { ActHandler, ActOf, Decision } from '../sync/index.ts';
import { caseRows } from './case-rows.ts';
import { findObjection } from './objections.ts';
import { refusal } from './refusal.ts';
import { stepTexts } from './step-texts.ts';
import type { TrackingParts } from './tracking-parts.ts';
import { topics } from './topics.ts';
import type { SubmitPayload } from './topics.ts';

type RegistrationSubmit = ActOf<'registration.submit'>;

/**
 * A filled-in form. It is held against the form of the version that the person saw, becomes a case with a promised day, and goes
 * to the department through the outbox. The receipt's `ref` is the case number.
 */
export function registrationSubmit(parts: TrackingParts): ActHandler<RegistrationSubmit> {
  return {
    async prepare(_tx, acts, { at }) {
      const items = await parts.itemsOf(acts);
      return {
        decide(act) {
          const item = items.get(act.id);
          const objection = findObjection(act, item, 'registration') ?? formObjection(act, item);
          return item === undefined || objection !== undefined
            ? refusal(parts, act, at, objection ?? 'unknown-item')
            : accept(parts, act, item, at);
        },
        expire: (act) =>
          caseRows(act, at, {
            personKey: parts.pseudonyms.personKey(act.actor.idNumber),
            state: 'superseded',
            steps: [{ at, what: stepTexts.expired }],
          }),
      };
    },
  };
}

/** Names the field, never its value. */
function formObjection(act: RegistrationSubmit, item: ServiceItem | undefined): string | undefined {
  if (!item?.form) return 'no-form';
  const fields = new Set(item.form.fields.filter((field) => isAsked(field, act.values)).map(({ name }) => name));
  if (Object.keys(act.values).some((name) => !fields.has(name))) return 'field:unknown';
  const [problem] = Object.entries(formProblems(item.form, act.values));
  return problem && `field:${problem[0]}:${problem[1]}`;
}

function accept(parts: TrackingParts, act: RegistrationSubmit, item: ServiceItem, at: Instant): Decision {
  const personKey = parts.pseudonyms.personKey(act.actor.idNumber);
  const due = parts.calendar.dueAfter(localDateOf(Date.parse(at)), item.workingDays);
  const steps = [
    { at: act.at as Instant, what: stepTexts.received },
    { at, what: stepTexts.accepted },
  ];
  const payload: SubmitPayload = {
    personKey,
    actId: act.id,
    caseNumber: act.caseNumber,
    itemId: act.itemId,
    itemVersion: act.itemVersion,
    person: { name: act.actor.name, idNumber: act.actor.idNumber },
    values: act.values,
  };
  const id = makeUuidV7(parts.clock.now(), parts.random);
  return {
    code: 'applied',
    ref: act.caseNumber,
    reason: '',
    detail: '',
    rows: {
      ...caseRows(act, at, { personKey, state: 'accepted', due, steps }),
      outbox_central: [outboxRow({ id, topic: topics.submit, key: act.id, payload, personKey, at })],
    },
  };
}
