import { describe, expect, it } from 'vitest';
import type { ActId, CaseNumber } from '#contracts/basics/ids.ts';
import type { CaseSummary } from '#contracts/domain/case.ts';
import { initialState } from '#electron/session/state.ts';
import { itemOfBare } from '#electron/session/bare-item.ts';
import { resume, sessionSnapshot, snapshotOf } from '#electron/session/snapshot.ts';
import { Play } from './world.ts';

const title = { 'zh-CN': '勘察资质变更', en: 'Survey qualification: change' };
const one: CaseSummary = {
  caseNumber: 'QD2026112302170003',
  itemId: 'construction.survey-qualification-change',
  title,
  state: 'accepted',
  at: '2026-11-23T02:12:00.000Z',
  steps: [],
};
const mine: CaseSummary = { ...one, withdrawal: { itemVersion: 3 } };

function atProgress(...cases: CaseSummary[]): Play {
  const play = new Play().touch({ type: 'start', entry: 'progress' }).verify();
  return play.event({ type: 'casesLoaded', cases, from: 'centre' });
}

describe('taking a case back', () => {
  it('is an act of its own, durable first, with the item and version that the case runs by', () => {
    const play = atProgress(mine).touch({ type: 'withdrawCase', caseNumber: mine.caseNumber });
    expect(play.last('recordAct')?.content).toMatchObject({
      kind: 'case.withdraw',
      about: mine.caseNumber,
      item: { id: mine.itemId, version: 3, title, flow: 'withdrawal' },
    });
    expect(play.phase).toMatchObject({ name: 'submitting', durable: false });
  });

  it('is not to be had where the centre does not say so, and for no case that is not there', () => {
    for (const caseNumber of [one.caseNumber, 'QD0000000000000000']) {
      const play = atProgress(one).touch({ type: 'withdrawCase', caseNumber });
      expect(play.phase).toEqual({ name: 'progress' });
      expect(play.last('recordAct')).toBeUndefined();
    }
  });

  it('shows what the centre answered, and prints it', () => {
    const play = atProgress(mine).touch({ type: 'withdrawCase', caseNumber: mine.caseNumber });
    const act = play.last('recordAct')?.act as ActId;
    play.event({ type: 'actRecorded', act, caseNumber: 'QD2026112302170009' as CaseNumber, qr: 'q' });
    play.event({ type: 'actAnswered', act, answer: { outcome: 'withdrawn', ref: mine.caseNumber } });
    expect(play.phase).toEqual({ name: 'result' });
    expect(play.state.visit?.flow?.act?.outcome).toBe('withdrawn');
    expect(play.last('printReceipt')).toEqual({ type: 'printReceipt', act });
  });

  it('goes back to the cases when the act could not be stored, and can be tried again', () => {
    const play = atProgress(mine).touch({ type: 'withdrawCase', caseNumber: mine.caseNumber });
    play.event({ type: 'actRefused', act: play.last('recordAct')?.act as ActId, code: 'JRN-001' });
    expect(play.phase).toEqual({ name: 'progress' });
    expect(play.state.overlay).toEqual({ name: 'fault', code: 'JRN-001', canRetry: true });
    play.touch({ type: 'retry' });
    expect(play.phase.name).toBe('submitting');
  });
});

describe('after a restart', () => {
  it('what is taken back still has its name, so that the receipt can say it', () => {
    const play = atProgress(mine).touch({ type: 'withdrawCase', caseNumber: mine.caseNumber });
    const act = play.last('recordAct')?.act as ActId;
    const snapshot = sessionSnapshot.parse(snapshotOf(play.state, 1_000));
    expect(snapshot).toMatchObject({ act, item: { flow: 'withdrawal', title } });
    const item = itemOfBare(snapshot.item ?? expect.fail('no item'));
    const known = { id: act, caseNumber: 'QD2026112302170009' as CaseNumber, outcome: 'withdrawn', qr: 'q' } as const;
    const { state, effects } = resume(snapshot, { act: known, item, receipt: { state: 'notPrinted' } }, 2_000);
    expect(state).toMatchObject({ phase: { name: 'result' }, visit: { flow: { item: { title } } } });
    expect(effects).toContainEqual({ type: 'printReceipt', act });
  });

  it('taking the card still is the goodbye of a reminder', () => {
    const play = atProgress(mine).touch({ type: 'withdrawCase', caseNumber: mine.caseNumber });
    const act = play.last('recordAct')?.act as ActId;
    const item = itemOfBare({ id: mine.itemId, version: 3, flow: 'proposal', title, workingDays: 2 });
    const known = { id: act, caseNumber: 'QD2026112302170009' as CaseNumber, outcome: 'accepted', qr: 'q' } as const;
    const snapshot = snapshotOf(play.state, 1_000) ?? expect.fail('no snapshot');
    play.state = resume(snapshot, { act: known, item, receipt: { state: 'printed' } }, 2_000).state;
    play.event({ type: 'cardRemoved' });
    expect(play.state.visit).toBeUndefined();
  });

  it('an item of the catalogue is found there: the snapshot does not name it', () => {
    expect(snapshotOf(new Play().register().state, 1_000)).not.toHaveProperty('item');
  });

  it('an act that is stored but whose item nobody knows any more is called saved, not lost', () => {
    const snapshot = {
      session: '01a2137c-5d59-79d4-b305-c9689fa00b31',
      phase: 'submitting',
      language: 'zh-CN',
      at: 1_000,
    } as unknown as Parameters<typeof resume>[0];
    const { state } = resume(snapshot, 'saved', 2_000);
    expect(state).toEqual({ ...initialState, phase: { name: 'ended', code: 'SES-005' } });
  });
});
