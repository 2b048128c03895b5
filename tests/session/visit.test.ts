import { describe, expect, test } from 'vitest';
import { card, certificate, Play, registration, signature } from './world.ts';

const statement = {
  rows: [{ scheme: 'pension', from: '2009-07', to: '2026-10', months: 208, status: 'active' }],
  source: { system: '社会保险经办机构', at: '2026-11-23T06:25:00Z', version: '1' },
} as const;

function fetched(): Play {
  const play = new Play().verify().touch({ type: 'openItem', itemId: certificate.id }, { type: 'beginItem' });
  return play.event({ type: 'statementFetched', statement: { rows: [...statement.rows], source: statement.source } });
}

function issued(): Play {
  const play = fetched().touch({ type: 'confirm' });
  const act = play.last('recordAct')?.act;
  if (!act) throw new Error('no act');
  play.event({ type: 'actRecorded', act, caseNumber: 'QD2026112302170001' as never, qr: 'q' });
  return play.event({ type: 'actAnswered', act, answer: { outcome: 'done', ref: '370282-2026-0001-8842|7K2M-9QXD' } });
}

describe('the certificate, from card to goodbye', () => {
  test('at most six interactions, card and face included', () => {
    const play = issued();
    expect(play.state.visit?.interactions).toBeLessThanOrEqual(6);
  });

  test('the document is printed before the receipt, and only after the centre answered', () => {
    const play = issued();
    expect(play.phase.name).toBe('printing');
    expect(play.last('printReceipt')).toBeUndefined();
    const act = play.last('printDocument')?.act;
    play.event({ type: 'documentSettled', act: act as never, print: { state: 'printed' } });
    expect(play.phase.name).toBe('result');
    expect(play.last('printReceipt')?.act).toBe(act);
  });

  test('a department that does not answer leads back to the item with a fault that can be tried again', () => {
    const play = new Play().verify().touch({ type: 'openItem', itemId: certificate.id }, { type: 'beginItem' });
    play.event({ type: 'statementFailed', code: 'DEP-001' });
    expect(play.phase.name).toBe('item');
    expect(play.state.overlay).toEqual({ name: 'fault', code: 'DEP-001', canRetry: true });
    play.touch({ type: 'retry' });
    expect(play.phase.name).toBe('fetching');
  });

  test('a fetch that was cancelled cannot come back', () => {
    const play = new Play()
      .verify()
      .touch({ type: 'openItem', itemId: certificate.id }, { type: 'beginItem' }, { type: 'cancelWork' });
    play.event({ type: 'statementFetched', statement: { rows: [...statement.rows], source: statement.source } });
    expect(play.phase.name).toBe('item');
  });

  test('a rating is asked after the result, and skipping leads to the same goodbye', () => {
    const play = issued();
    play.event({ type: 'documentSettled', act: play.last('printDocument')?.act as never, print: { state: 'printed' } });
    play.touch({ type: 'finish' });
    expect(play.phase).toEqual({ name: 'rate', after: 'end' });
    play.touch({ type: 'skipRating' });
    expect(play.phase.name).toBe('ended');
    expect(play.last('recordRating')).toBeUndefined();
    expect(play.last('wipe')).toBeDefined();
  });
});

describe('the registration', () => {
  test('offline it is queued at once and never called submitted', () => {
    const play = new Play({ online: false }).register();
    expect(play.phase.name).toBe('result');
    expect(play.state.visit?.flow?.act?.outcome).toBe('queued');
    expect(play.last('awaitAnswer')).toBeUndefined();
  });

  test('online it waits for the answer, and waiting can be cut short without losing the act', () => {
    const play = new Play().register();
    expect(play.phase).toMatchObject({ name: 'submitting', durable: true });
    play.touch({ type: 'cancelWork' });
    expect(play.phase.name).toBe('result');
    expect(play.state.visit?.flow?.act).toMatchObject({ outcome: 'queued', code: 'SYN-005' });
  });

  test('an answer that comes after the receipt betters the screen but prints nothing again', () => {
    const play = new Play().register().touch({ type: 'cancelWork' });
    const prints = play.effects.filter((effect) => effect.type === 'printReceipt').length;
    play.event({ type: 'actAnswered', act: play.state.visit?.flow?.act?.id as never, answer: { outcome: 'accepted' } });
    expect(play.state.visit?.flow?.act?.outcome).toBe('accepted');
    expect(play.effects.filter((effect) => effect.type === 'printReceipt')).toHaveLength(prints);
  });

  test('giving up waiting, told too late, never undoes an answer', () => {
    const play = new Play().register();
    const act = play.state.visit?.flow?.act?.id as never;
    play.event({ type: 'actAnswered', act, answer: { outcome: 'accepted' } });
    play.event({ type: 'actAnswered', act, answer: { outcome: 'queued', code: 'SYN-005' } });
    expect(play.state.visit?.flow?.act?.outcome).toBe('accepted');
  });

  test('without a signature nothing is recorded', () => {
    const play = new Play().atReview().touch({ type: 'confirm' });
    expect(play.phase.name).toBe('review');
    expect(play.last('recordAct')).toBeUndefined();
  });

  test('a refused write leads back to the review with everything kept, and trying again makes a new act', () => {
    const play = new Play().atReview().touch({ type: 'sign', signature }, { type: 'confirm' });
    const first = play.last('recordAct')?.act;
    play.event({ type: 'actRefused', act: first as never, code: 'JRN-001' });
    expect(play.phase.name).toBe('review');
    expect(play.state.overlay).toEqual({ name: 'fault', code: 'JRN-001', canRetry: true });
    expect(play.state.visit?.flow?.signature).toEqual(signature);
    play.touch({ type: 'retry' });
    expect(play.phase).toMatchObject({ name: 'submitting', durable: false });
    expect(play.last('recordAct')?.act).not.toBe(first);
  });

  test('a wrong value keeps the page and says why beside the field', () => {
    const play = new Play().verify().touch({ type: 'openItem', itemId: registration.id }, { type: 'beginItem' });
    const phone = registration.form?.fields.find((field) => field.type === 'phone');
    play.touch({ type: 'setField', name: phone?.name ?? '', value: '123' }, { type: 'next' });
    expect(play.phase).toMatchObject({ name: 'form', page: 0 });
    expect(play.state.visit?.flow?.problems[phone?.name ?? '']).toBe('notPhone');
  });
});

describe('the card', () => {
  test.each(['consent', 'face', 'otherWay'] as const)('pulled in %s: the visit ends and is wiped', (where) => {
    const play = new Play().identify();
    if (where !== 'consent') play.touch({ type: 'agree' });
    if (where === 'otherWay') play.touch({ type: 'otherWay' });
    expect(play.phase.name).toBe(where);
    play.event({ type: 'cardRemoved' });
    expect(play.phase).toEqual({ name: 'ended', code: 'SES-002' });
    expect(play.state.visit).toBeUndefined();
    expect(play.last('wipe')).toEqual({ type: 'wipe', code: 'SES-002' });
  });

  test('pulled while it is read: says so and can be tried again', () => {
    const play = new Play().event({ type: 'cardInserted' }).event({ type: 'cardRemoved' });
    expect(play.phase).toEqual({ name: 'identify', state: 'failed', code: 'IDR-002' });
  });

  test('pulled after verification: the same card brings the visit back, another one ends it', () => {
    const same = new Play()
      .verify()
      .event({ type: 'cardRemoved' })
      .event({ type: 'cardInserted' })
      .event({ type: 'cardRead', card });
    expect(same.phase.name).toBe('home');
    expect(same.state.overlay).toBeUndefined();
    const other = { ...card, fields: { ...card.fields, number: '370202195909201239' } };
    const swapped = new Play()
      .verify()
      .event({ type: 'cardRemoved' })
      .event({ type: 'cardInserted' })
      .event({ type: 'cardRead', card: other });
    expect(swapped.phase).toEqual({ name: 'ended', code: 'SES-002' });
  });

  test('pulled when the act is durable: the result stays', () => {
    const play = new Play({ online: false }).register().event({ type: 'cardRemoved' });
    expect(play.phase.name).toBe('result');
  });

  test('an expired card is refused before anything is asked', () => {
    const expired = { ...card, fields: { ...card.fields, validTo: '20250505' } };
    const play = new Play().event({ type: 'cardInserted' }).event({ type: 'cardRead', card: expired });
    expect(play.phase).toEqual({ name: 'identify', state: 'failed', code: 'IDR-007' });
  });
});

describe('verification', () => {
  test('three failed tries lead to a person, and the face is not offered again', () => {
    const play = new Play().identify().touch({ type: 'agree' });
    for (const challenge of ['a', 'b', 'c']) {
      play.event({ type: 'faceBegun', challenge, steps: ['neutral', 'turnLeft', 'openMouth'] });
      play.event({ type: 'faceFailed', challenge, code: 'FAC-002' });
      if (challenge !== 'c') play.touch({ type: 'retry' });
    }
    expect(play.phase).toEqual({ name: 'otherWay', code: 'FAC-004' });
    play.touch({ type: 'chooseWay', way: 'face' });
    expect(play.phase.name).toBe('otherWay');
  });

  test('a comparison that could not be made takes no try from the person', () => {
    const play = new Play().identify().touch({ type: 'agree' });
    for (const challenge of ['a', 'b', 'c', 'd']) {
      play.event({ type: 'faceBegun', challenge, steps: ['neutral', 'turnLeft', 'openMouth'] });
      play.event({ type: 'faceFailed', challenge, code: 'FAC-006' });
      expect(play.phase).toEqual({ name: 'otherWay', code: 'FAC-006' });
      play.touch({ type: 'chooseWay', way: 'face' });
      expect(play.phase.name).toBe('face');
    }
  });

  test('a photo that cannot be decoded is never skipped: staff or phone', () => {
    const play = new Play()
      .event({ type: 'cardInserted' })
      .event({ type: 'cardRead', card: { ...card, photo: false } })
      .event({ type: 'proposalsFound', offers: [] });
    play.touch({ type: 'agree' });
    expect(play.phase).toEqual({ name: 'otherWay', code: 'IDR-006' });
    expect(play.last('faceBegin')).toBeUndefined();
  });

  test('a verdict for another challenge changes nothing', () => {
    const play = new Play().identify().touch({ type: 'agree' });
    play.event({ type: 'faceBegun', challenge: 'now', steps: ['neutral', 'turnLeft', 'openMouth'] });
    play.event({ type: 'facePassed', challenge: 'before', policy: 'p' });
    expect(play.phase.name).toBe('face');
  });

  test('staff: three wrong entries lock', () => {
    const play = new Play()
      .identify()
      .touch({ type: 'otherWay' }, { type: 'chooseWay', way: 'staff' }, { type: 'staffPin', pin: '0000' });
    play.event({ type: 'staffWrong', triesLeft: 0 });
    expect(play.phase).toMatchObject({ name: 'staff', state: 'locked', code: 'STF-002' });
  });
});

describe('leaving', () => {
  test('idle after the act is durable never says that nothing was kept', () => {
    const play = new Play({ online: false }).register();
    play.event({ type: 'idleWarn', endsAtMs: 0 }).event({ type: 'idleEnd' });
    expect(play.phase).toEqual({ name: 'ended' });
  });

  test('idle before it says that nothing was kept', () => {
    const play = new Play().verify().event({ type: 'idleWarn', endsAtMs: 0 }).event({ type: 'idleEnd' });
    expect(play.phase).toEqual({ name: 'ended', code: 'SES-001' });
  });

  test('a touch closes the idle warning', () => {
    const play = new Play().verify().event({ type: 'idleWarn', endsAtMs: 0 }).touch({ type: 'touch' });
    expect(play.state.overlay).toBeUndefined();
    expect(play.phase.name).toBe('home');
  });

  test('language and text size are reset for the next person', () => {
    const play = new Play()
      .verify()
      .touch({ type: 'setLanguage', language: 'en' }, { type: 'setTextSize', textSize: 'elder' }, { type: 'leave' });
    expect(play.phase.name).toBe('ended');
    play.event({ type: 'screenTimeout' });
    expect(play.state.settings).toEqual({ language: 'zh-CN', textSize: 'standard', contrast: 'standard' });
  });
});
