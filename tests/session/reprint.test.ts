import { expect, test } from 'vitest';
import type { LocalDate } from '#contracts/basics/clock.ts';
import type { ActId, CaseNumber } from '#contracts/basics/ids.ts';
import type { CaseSummary } from '#contracts/domain/case.ts';
import { resume, snapshotOf } from '#electron/session/snapshot.ts';
import { sessionPart } from '#electron/session/view.ts';
import { certificate, Play } from './world.ts';

const number = '370282-2026-0001-8842';
const statement = { rows: [], source: { system: 's', at: '2026-09-01T06:25:00Z', version: '1' } };
const issuedOn = '2026-09-01' as LocalDate;
const mine: CaseSummary = {
  caseNumber: 'QD2026090102170001',
  itemId: certificate.id,
  title: certificate.title,
  state: 'done',
  at: '2026-09-01T06:26:00.000Z',
  steps: [],
  certificate: { number, checkCode: '7K2M-9QXD', mayPrint: true },
};
const again = { type: 'printCertificate', caseNumber: mine.caseNumber } as const;

function atProgress(found: CaseSummary, change: ConstructorParameters<typeof Play>[0] = {}): Play {
  const play = new Play(change).touch({ type: 'start', entry: 'progress' }).verify();
  return play.event({ type: 'casesLoaded', cases: [found], from: 'centre' });
}

const atReview = (): Play => atProgress(mine).touch(again).event({ type: 'copyFetched', statement, issuedOn });

test('what was certified comes from the centre, is shown under its number, and is printed when the person says so', () => {
  const play = atProgress(mine).touch(again);
  expect(play.last('fetchCopy')).toMatchObject({ number });
  expect(play.last('fetchStatement')).toBeUndefined();
  play.event({ type: 'copyFetched', statement, issuedOn });
  expect(sessionPart(play.state, play.world).screen).toMatchObject({ name: 'review', certificateNumber: number, statement });
  expect(play.last('recordAct')).toBeUndefined();
  play.touch({ type: 'confirm' });
  expect(play.last('recordAct')?.content).toMatchObject({ kind: 'certificate.reprint', certificate: number });
  const act = play.last('recordAct')?.act as ActId;
  play.event({ type: 'actRecorded', act, caseNumber: 'QD2026112302170009' as CaseNumber, qr: 'q' });
  play.event({ type: 'actAnswered', act, answer: { outcome: 'done', ref: `${number}|7K2M-9QXD` } });
  expect(play.last('printDocument')).toEqual({ type: 'printDocument', act });
  expect(play.state.visit?.flow?.reprint).toEqual({ number, issuedOn });
  play.event({ type: 'documentSettled', act, print: { state: 'printed' } });
  expect(play.phase).toEqual({ name: 'result' });
  // It was rated when it was issued.
  play.touch({ type: 'finish' });
  expect(play.phase.name).toBe('ended');
});

test('it is not to be had where the centre does not say so', () => {
  const over = { ...mine, certificate: { number, checkCode: '7K2M-9QXD', mayPrint: false } };
  const play = atProgress(over).touch(again);
  expect(play.phase).toEqual({ name: 'progress' });
  expect(play.last('fetchCopy')).toBeUndefined();
});

test('without a printer for it nobody begins', () => {
  const play = atProgress(mine, { unavailable: () => 'DOC-001' }).touch(again);
  expect(play.state.overlay).toEqual({ name: 'fault', code: 'DOC-001', canRetry: false });
  expect(play.last('fetchCopy')).toBeUndefined();
});

test('a certificate whose item this terminal does not know any more is refused in words', () => {
  const play = atProgress(mine, { items: [] }).touch(again);
  expect(play.state.overlay).toEqual({ name: 'fault', code: 'SVC-002', canRetry: false });
});

test('the line goes while the person reads: nothing is stored that nobody would print; with the line it goes on', () => {
  const play = atReview();
  const { world } = play;
  play.world = { ...world, online: false, unavailable: () => 'NET-001' };
  play.touch({ type: 'confirm' });
  expect(play.state.overlay).toEqual({ name: 'fault', code: 'NET-001', canRetry: true });
  play.touch({ type: 'retry' });
  expect(play.last('recordAct')).toBeUndefined();
  play.world = world;
  play.touch({ type: 'retry' });
  expect(play.last('recordAct')?.content).toMatchObject({ kind: 'certificate.reprint' });
});

test('after a restart the sheet that was not printed is not promised: it is to be had from its case', () => {
  const play = atReview().touch({ type: 'confirm' });
  const act = play.last('recordAct')?.act as ActId;
  const snapshot = snapshotOf(play.state, 1_000) ?? expect.fail('no snapshot');
  const known = {
    id: act,
    caseNumber: 'QD2026112302170009' as CaseNumber,
    outcome: 'done',
    ref: `${number}|7K2M-9QXD`,
    qr: 'q',
  } as const;
  const notPrinted = { state: 'notPrinted' } as const;
  play.state = resume(snapshot, { act: known, item: certificate, receipt: notPrinted, document: notPrinted }, 2_000).state;
  expect(sessionPart(play.state, play.world).screen).toMatchObject({ name: 'result', outcome: 'done', documentLater: true });
  play.touch({ type: 'printDocument' });
  expect(play.last('printDocument')).toBeUndefined();
  expect(play.state.visit?.flow?.document).toEqual(notPrinted);
});

test('who gives up waiting, or goes back, is with their cases again', () => {
  const waiting = atProgress(mine).touch(again, { type: 'cancelWork' });
  expect(waiting.phase).toEqual({ name: 'progress' });
  waiting.event({ type: 'copyFetched', statement, issuedOn });
  expect(waiting.phase).toEqual({ name: 'progress' });
  expect(atReview().touch({ type: 'back' }).phase).toEqual({ name: 'progress' });
});

test('a copy that cannot be had says why; the line can be tried again, a certificate whose time is over cannot', () => {
  const off = atProgress(mine).touch(again).event({ type: 'statementFailed', code: 'NET-003' });
  expect(off.phase).toEqual({ name: 'progress' });
  expect(off.state.overlay).toEqual({ name: 'fault', code: 'NET-003', canRetry: true });
  off.touch({ type: 'retry' });
  expect(off.phase).toEqual({ name: 'fetching' });
  const over = atProgress(mine).touch(again).event({ type: 'statementFailed', code: 'CAS-002' });
  expect(over.state.overlay).toEqual({ name: 'fault', code: 'CAS-002', canRetry: false });
});
