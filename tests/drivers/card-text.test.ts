import { describe, expect, it } from 'vitest';
import { findCardTextProblem, parseCardText, type CardText } from '#drivers/id-reader/card-text.ts';

/** Writes a block by bare offsets, apart from the product's own table, so that a wrong offset there is seen. */
function block(places: Readonly<Record<number, string>>): Uint8Array {
  const bytes = Buffer.alloc(256, ' ', 'utf16le');
  for (const [offset, text] of Object.entries(places)) bytes.write(text, Number(offset), 'utf16le');
  return Uint8Array.from(bytes);
}

function read(places: Readonly<Record<number, string>>): CardText {
  const text = parseCardText(block(places));
  if (!text.ok) throw new Error(text.error.code);
  return text.value;
}

const resident = {
  0: '王秀梅',
  30: '2',
  32: '01',
  36: '19680312',
  52: '山东省青岛市即墨区蓝村街道',
  122: '37028219680312002X',
  158: '青岛市公安局',
  188: '20150601',
  204: '20350601',
};

describe('the four layouts', () => {
  it('resident', () => {
    expect(read(resident)).toEqual({
      layout: 'resident',
      fields: {
        name: '王秀梅',
        sex: '2',
        ethnicCode: '01',
        birth: '19680312',
        address: '山东省青岛市即墨区蓝村街道',
        number: '37028219680312002X',
        issuer: '青岛市公安局',
        validFrom: '20150601',
        validTo: '20350601',
      },
    });
  });

  it('J: Hong Kong, Macao and Taiwan', () => {
    const card = read({ ...resident, 32: '  ', 122: '810000199211030041', 220: 'H12345678', 238: '01', 248: 'J' });
    expect(card.layout).toBe('J');
    expect(card.fields).toMatchObject({ passNumber: 'H12345678', issueCount: '01', address: resident[52] });
    expect(card.fields).not.toHaveProperty('ethnicCode');
  });

  it('I: foreigner of 2017', () => {
    const card = read({
      0: 'MUELLER, ANNA KATHARINA',
      120: '2',
      122: 'DEU110080022901',
      152: 'DEU',
      158: '安娜',
      188: '20190401',
      204: '20290401',
      220: '19800229',
      236: '01',
      240: '1500',
      248: 'I',
    });
    expect(card).toEqual({
      layout: 'I',
      fields: {
        name: '安娜',
        englishName: 'MUELLER, ANNA KATHARINA',
        sex: '2',
        birth: '19800229',
        number: 'DEU110080022901',
        nationality: 'DEU',
        validFrom: '20190401',
        validTo: '20290401',
        issuer: '1500',
      },
    });
  });

  it('Y: foreigner of 2023, with an English name in two places', () => {
    const long = 'WOLFESCHLEGELSTEINHAUSENBERGERDORFF, HUBERT B';
    const card = read({
      0: '胡',
      30: '1',
      32: '02',
      36: '19880808',
      52: long.slice(0, 35),
      122: '937000198808080024',
      188: '20240101',
      204: '20340101',
      220: long.slice(35),
      242: 'DEU',
      248: 'Y',
      250: 'AB1',
    });
    expect(card.layout).toBe('Y');
    expect(card.fields).toMatchObject({ englishName: long, issueCount: '02', nationality: 'DEU', previousLink: 'AB1' });
    expect(card.fields).not.toHaveProperty('address');
  });
});

describe('which layout it is', () => {
  it('the flag decides before the number', () => {
    expect(read({ ...resident, 122: '810000199211030041', 248: 'Y' }).layout).toBe('Y');
  });

  it.each([
    ['810000199211030041', 'J'],
    ['820000199211030041', 'J'],
    ['830000199211030041', 'J'],
    ['937000198808080024', 'Y'],
    ['37028219680312002X', 'resident'],
  ] as const)('where the flag is blank the number %s tells %s', (number, layout) => {
    expect(read({ ...resident, 122: number }).layout).toBe(layout);
    expect(read({ ...resident, 122: number, 248: '\0' }).layout).toBe(layout);
  });

  it.each(['Z', 'j', '1', '居'])('an unknown flag %s is IDR-003', (flag) => {
    expect(parseCardText(block({ ...resident, 248: flag }))).toMatchObject({ ok: false, error: { code: 'IDR-003' } });
  });
});

describe('unusual but right', () => {
  it.each(['刘䶮', '陈𬀩㛃', '𠮷野家'])('the rare name %s stays whole', (name) => {
    expect(read({ ...resident, 0: name }).fields.name).toBe(name);
  });

  it('a long-term card', () => {
    const card = read({ ...resident, 204: '长期' });
    expect(card.fields.validTo).toBe('长期');
    expect(findCardTextProblem(card)).toBeUndefined();
  });

  it('a block padded with zeros', () => {
    const zeros = block(resident).map((byte, i, all) => (byte === 0x20 && all[i + 1] === 0 ? 0 : byte));
    expect(parseCardText(zeros)).toEqual(parseCardText(block(resident)));
  });
});

describe('a text that cannot be believed', () => {
  it.each([
    ['number', { 122: '370282196803120021' }, 'IDR-008'],
    ['number', { 122: '370282196813120025' }, 'IDR-008'],
    ['name', { 0: '   ' }, 'IDR-010'],
    ['birth', { 36: '1968031 ' }, 'IDR-010'],
    ['validFrom', { 188: '20151301' }, 'IDR-010'],
    ['validTo', { 204: '久远    ' }, 'IDR-010'],
  ])('%s', (field, places, code) => {
    expect(findCardTextProblem(read({ ...resident, ...places }))).toEqual({ code, raw: field });
  });

  it('the number of layout I has its own form', () => {
    const card = read({ 0: 'A B', 122: 'DEU110080022901', 188: '20190401', 204: '20290401', 220: '19800229', 248: 'I' });
    expect(findCardTextProblem(card)).toBeUndefined();
    expect(findCardTextProblem({ ...card, fields: { ...card.fields, number: '110080022901DEU' } })?.code).toBe('IDR-008');
  });
});
