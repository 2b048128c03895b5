import { describe, expect, it } from 'vitest';
import { proposalOffer } from '#contracts/approval/proposal.ts';
import type { ProposalOffer } from '#contracts/approval/proposal.ts';
import type { CaseNumber } from '#contracts/basics/ids.ts';
import { sessionPart } from '#electron/session/view.ts';
import { Play } from './world.ts';

const text = (zh: string) => ({ 'zh-CN': zh, en: zh });

function offer(change: Partial<ProposalOffer> = {}): ProposalOffer {
  return proposalOffer.parse({
    id: '01a2137c-5d59-79d4-b305-c9689fa00b31',
    itemId: 'construction.survey-qualification-change',
    itemVersion: 1,
    title: text('勘察资质变更'),
    what: text('证书跟着改'),
    why: text('名称变了'),
    party: { name: '青岛海岳岩土工程有限公司', kind: 'organisation' },
    role: 'legal-representative',
    certificate: { number: 'B1', title: text('证书'), version: 3 },
    changes: [{ label: text('名称'), before: '旧', after: '新' }],
    known: [
      {
        pointer: '/legalRepresentativeId',
        label: text('证件号码'),
        value: '370282196803120027',
        source: { system: 'market-regulation', at: '2026-11-23T02:12:00.000Z', version: '7' },
        masked: true,
      },
    ],
    waived: [],
    facts: [],
    dueOn: '2026-12-22',
    promisedDays: 2,
    costFen: 0,
    handover: 'collectFirst',
    address: { name: '王秀梅', phone: '13912346027', district: '370212', street: '株洲路128号601室' },
    assurance: ['face'],
    faceConsentAt: '2026-03-02T00:00:00.000Z',
    offeredAt: '2026-11-23T02:13:00.000Z',
    expiresAt: '2027-01-06T15:59:59.999Z',
    ...change,
  });
}

/** The card is laid down, and the person is looked at without being asked again. */
function atProposal(...offers: ProposalOffer[]): Play {
  const play = new Play().identify(...offers);
  play.event({ type: 'faceBegun', challenge: 'c1', steps: ['neutral', 'turnLeft', 'openMouth'] });
  return play.event({ type: 'facePassed', challenge: 'c1', policy: 'p1' });
}

describe('a reminder', () => {
  it('is opened by the card, looked at and confirmed: three interactions', () => {
    const play = atProposal(offer());
    expect(play.phase).toEqual({ name: 'proposal', mode: 'offer' });
    play.touch({ type: 'confirm' });
    const recorded = play.last('recordAct');
    expect(recorded?.content).toMatchObject({
      kind: 'proposal.confirm',
      interactions: 3,
      consented: false,
      handover: { way: 'courier' },
    });
    expect(play.state.visit?.interactions).toBe(3);
  });

  it('asks for consent first where none was given before, and says in the act that it was given now', () => {
    const { faceConsentAt: _, ...first } = offer();
    const play = new Play().identify(first);
    expect(play.phase.name).toBe('consent');
    play.touch({ type: 'agree' });
    play.event({ type: 'faceBegun', challenge: 'c1', steps: ['neutral', 'turnLeft', 'openMouth'] });
    play.event({ type: 'facePassed', challenge: 'c1', policy: 'p1' }).touch({ type: 'confirm' });
    expect(play.last('recordAct')?.content).toMatchObject({ kind: 'proposal.confirm', consented: true });
  });

  it('asks for consent when the person came for something else', () => {
    const play = new Play().touch({ type: 'start', entry: 'services' }).identify(offer());
    expect(play.phase.name).toBe('consent');
  });

  it('waits until it is known whether there is one: no screen in between', () => {
    const play = new Play().event({ type: 'cardInserted' });
    expect(play.phase).toMatchObject({ name: 'identify', state: 'reading' });
  });

  it('may go to the site instead of the door, and back', () => {
    const play = atProposal(offer()).touch({ type: 'chooseHandover' });
    expect(play.phase).toEqual({ name: 'proposal', mode: 'handover' });
    play.touch({ type: 'setHandover', way: 'site' });
    expect(play.state.visit?.flow?.proposal?.handover).toEqual({ way: 'site', site: '即墨蓝村站' });
    play.touch({ type: 'setHandover', way: 'courier' });
    expect(play.state.visit?.flow?.proposal?.handover.way).toBe('courier');
  });

  it('offers no courier where no address is known, and no way at all where nothing is carried', () => {
    const { address: _, ...without } = offer();
    expect(atProposal(without).state.visit?.flow?.proposal?.handover.way).toBe('site');
    const play = atProposal(offer({ handover: 'electronicOnly' })).touch({ type: 'setHandover', way: 'site' });
    expect(play.state.visit?.flow?.proposal?.handover).toEqual({ way: 'none' });
  });

  it('is put away at once when the person declines, and the centre hears why', () => {
    const play = atProposal(offer()).touch({ type: 'chooseDecline' }, { type: 'declineProposal', reason: 'notMe' });
    expect(play.last('recordDecline')).toMatchObject({ reason: 'notMe' });
    expect(play.phase.name).toBe('home');
    expect(play.state.visit?.proposals).toEqual([]);
  });

  it('cannot be confirmed by a way that is not good enough for it', () => {
    const play = new Play().identify(offer({ assurance: ['face'] }));
    play.touch({ type: 'otherWay' }, { type: 'chooseWay', way: 'sms' });
    play.event({ type: 'smsSent', challenge: 's1', phoneMasked: '139****6027', triesLeft: 3 });
    play.touch({ type: 'smsCode', code: '123456' }).event({ type: 'smsPassed' });
    expect(play.phase.name).toBe('proposal');
    play.touch({ type: 'confirm' });
    expect(play.last('recordAct')).toBeUndefined();
  });

  it('shows no whole number and no whole name of a person', () => {
    const play = atProposal(offer());
    const shown = JSON.stringify(sessionPart(play.state, play.world));
    for (const secret of ['370282196803120027', '13912346027', '王秀梅']) expect(shown).not.toContain(secret);
  });

  it('ends with the card: no further touch is needed', () => {
    const play = atProposal(offer()).touch({ type: 'confirm' });
    const act = play.last('recordAct')?.act;
    if (!act) throw new Error('nothing was recorded');
    play.event({ type: 'actRecorded', act, caseNumber: 'QD2026112302170001' as CaseNumber, qr: 'https://x' });
    play.event({ type: 'actAnswered', act, answer: { outcome: 'accepted' } });
    play.event({ type: 'cardRemoved' });
    expect(play.phase.name).toBe('result'); // the receipt is still coming out
    play
      .event({ type: 'cardInserted' })
      .event({ type: 'receiptSettled', act, print: { state: 'printed' } })
      .event({ type: 'cardRemoved' });
    expect(play.phase.name).toBe('ended');
    expect(play.state.visit).toBeUndefined();
  });

  it('stands first on the own page, at most three of them', () => {
    const many = [1, 2, 3, 4].map((n) => offer({ id: `01a2137c-5d59-79d4-b305-c9689fa00b3${n}` as ProposalOffer['id'] }));
    const play = atProposal(...many).touch({ type: 'back' });
    const { screen } = sessionPart(play.state, play.world);
    expect(screen).toMatchObject({ name: 'home' });
    if (screen.name === 'home') expect(screen.proposals).toHaveLength(3);
  });
});
