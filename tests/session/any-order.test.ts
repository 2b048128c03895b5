import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LocalDate } from '#contracts/basics/clock.ts';
import type { CaseSummary } from '#contracts/domain/case.ts';
import type { SessionEvent } from '#electron/session/events.ts';
import { snapshotOf } from '#electron/session/snapshot.ts';
import { sessionPart } from '#electron/session/view.ts';
import { card, certificate, Play, registration, signature } from './world.ts';

const withdrawable: CaseSummary = {
  caseNumber: 'QD2026112302170003',
  itemId: 'construction.survey-qualification-change',
  title: { 'zh-CN': '变更', en: 'Change' },
  state: 'accepted',
  at: '2026-11-23T02:12:00.000Z',
  steps: [],
  withdrawal: { itemVersion: 1 },
};

const printable: CaseSummary = {
  ...withdrawable,
  itemId: certificate.id,
  state: 'done',
  caseNumber: 'QD2026112302170004',
  certificate: { number: '370282-2026-0001-8842', checkCode: '7K2M-9QXD', mayPrint: true },
};

/** Whatever fingers, cards, devices and lines do, in whatever order. */
const anyEvent: fc.Arbitrary<SessionEvent> = fc.oneof(
  fc.constantFrom<SessionEvent>(
    { type: 'cardInserted' },
    { type: 'cardRemoved' },
    { type: 'cardRead', card },
    { type: 'cardFailed', code: 'IDR-010' },
    { type: 'faceBegun', challenge: 'c', steps: ['neutral', 'turnLeft', 'openMouth'] },
    { type: 'faceStep', challenge: 'c', step: 'turnLeft', stepNumber: 2, stepTotal: 3 },
    { type: 'facePassed', challenge: 'c', policy: 'p' },
    { type: 'faceFailed', challenge: 'c', code: 'FAC-002' },
    { type: 'smsSent', challenge: 's', phoneMasked: '139****6027', triesLeft: 3 },
    { type: 'smsPassed' },
    { type: 'smsWrong', code: 'SMS-001' },
    { type: 'staffPassed' },
    { type: 'staffWrong', triesLeft: 1 },
    { type: 'casesLoaded', cases: [], from: 'centre' },
    { type: 'casesLoaded', cases: [withdrawable, printable], from: 'centre' },
    { type: 'prefillLoaded', phone: '13912346027' },
    { type: 'statementFetched', statement: { rows: [], source: { system: 's', at: '2026-11-23T06:25:00Z', version: '1' } } },
    {
      type: 'copyFetched',
      statement: { rows: [], source: { system: 's', at: '2026-11-23T06:25:00Z', version: '1' } },
      issuedOn: '2026-11-23' as LocalDate,
    },
    { type: 'statementFailed', code: 'DEP-001' },
    { type: 'idleWarn', endsAtMs: 0 },
    { type: 'idleEnd' },
    { type: 'cardGoneEnd' },
    { type: 'screenTimeout' },
    { type: 'cameraLost', code: 'CAM-002' },
    { type: 'readerLost', code: 'IDR-001' },
    { type: 'serviceClosed', code: 'JRN-001' },
    { type: 'serviceOpened' },
  ),
  fc
    .constantFrom(
      ...([
        'agree',
        'decline',
        'otherWay',
        'beginItem',
        'next',
        'back',
        'confirm',
        'printReceipt',
        'printDocument',
        'again',
        'finish',
      ] as const),
      ...([
        'skipRating',
        'leave',
        'leaveConfirmed',
        'stay',
        'help',
        'closeHelp',
        'retry',
        'cancelWork',
        'touch',
        'clearSignature',
      ] as const),
      ...(['smsResend', 'openProgress'] as const),
    )
    .map((type): SessionEvent => ({ type: 'intent', intent: { type } })),
  fc.constantFrom<SessionEvent>(
    { type: 'intent', intent: { type: 'start', entry: 'print' } },
    { type: 'intent', intent: { type: 'chooseWay', way: 'staff' } },
    { type: 'intent', intent: { type: 'chooseWay', way: 'sms' } },
    { type: 'intent', intent: { type: 'smsCode', code: '123456' } },
    { type: 'intent', intent: { type: 'staffPin', pin: '1234' } },
    { type: 'intent', intent: { type: 'openItem', itemId: certificate.id } },
    { type: 'intent', intent: { type: 'withdrawCase', caseNumber: withdrawable.caseNumber } },
    { type: 'intent', intent: { type: 'printCertificate', caseNumber: printable.caseNumber } },
    { type: 'intent', intent: { type: 'openItem', itemId: registration.id } },
    { type: 'intent', intent: { type: 'sign', signature } },
    { type: 'intent', intent: { type: 'rate', score: 5, reasons: [] } },
    { type: 'intent', intent: { type: 'setField', name: 'phone', value: '13912346027' } },
  ),
);

test('no order of events breaks the machine or its promises', () => {
  fc.assert(
    fc.property(
      fc.array(anyEvent, { maxLength: 80 }),
      fc.boolean(),
      fc.constantFrom('fresh', 'verified', 'review', 'registered'),
      (events, online, from) => {
        const play = new Play({ online });
        if (from === 'verified') play.verify();
        if (from === 'review') play.atReview();
        if (from === 'registered') play.register();
        for (const event of events) {
          const recordedBefore = play.effects.filter((effect) => effect.type === 'recordAct').length;
          play.event(event);
          keepsItsPromises(play);
          const recorded = play.effects.slice().filter((effect) => effect.type === 'recordAct').length;
          // Only a person's own confirmation writes an act.
          if (recorded > recordedBefore) expect(event).toMatchObject({ type: 'intent' });
        }
      },
    ),
    { numRuns: 400 },
  );
});

function keepsItsPromises(play: Play): void {
  const { state } = play;
  const { visit, phase } = state;
  // Nothing of a person is left where nobody is served.
  if (['attract', 'ended', 'outOfService'].includes(phase.name)) expect(visit).toBeUndefined();
  // Nobody sees a person's page who was not verified.
  if (['home', 'progress', 'item', 'form', 'review', 'fetching', 'submitting'].includes(phase.name))
    expect(visit?.verification).toBeDefined();
  // No result without a durable act.
  if (phase.name === 'result' || phase.name === 'printing') expect(visit?.flow?.act).toBeDefined();
  // The snapshot that survives a restart names nobody.
  const snapshot = JSON.stringify(snapshotOf(state, 0) ?? {});
  for (const personal of [card.fields.name, card.fields.number, '13912346027']) expect(snapshot).not.toContain(personal);
  // The screen never gets the full number, and always gets something to draw.
  const part = JSON.stringify(sessionPart(state, play.world));
  expect(part).not.toContain(card.fields.number);
  expect(part).not.toContain(card.fields.name);
}
