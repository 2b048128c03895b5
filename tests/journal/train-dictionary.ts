/**
 * Makes a zstd dictionary out of acts of made-up persons, as the journal writes them: `node tests/journal/train-dictionary.ts ID`
 * (needs the zstd command) prints the base64 for `electron/journal/dictionary.ts`. A dictionary that is in use is never made
 * again: the next one gets the next id.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import { instantOf } from '#contracts/basics/clock.ts';
import { idNumberCheckCharacter } from '#contracts/basics/id-number.ts';
import { makeUuidV7, type ActId, type SessionId, type TerminalId } from '#contracts/basics/ids.ts';
import type { Act } from '#contracts/domain/act.ts';
import type { ContributionRow } from '#contracts/domain/contributions.ts';
import { randomFraction } from '#electron/sync/backoff.ts';
import { caseNumberOf } from '#electron/journal/identifiers.ts';
import { handClock, registration, seededRandom } from './acts.ts';

const dictionaryBytes = 4096;
const samples = 1200;

const random = seededRandom('dictionary');
const upTo = (most: number) => Math.floor(randomFraction(random) * most);
const pick = <T>(list: readonly T[]): T => {
  const one = list[upTo(list.length)];
  if (one === undefined) throw new Error('an empty list');
  return one;
};
const digits = (count: number) => Array.from({ length: count }, () => upTo(10)).join('');

function personOf(): Act['actor'] {
  const name =
    pick(Array.from('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗')) +
    pick(['秀梅', '建国', '志强', '丽华', '伟', '敏', '静', '浩然', '玉兰', '海燕']);
  const day = new Date(Date.UTC(1945 + upTo(62), upTo(12), 1 + upTo(28))).toISOString().slice(0, 10).replaceAll('-', '');
  const first17 = `${pick(['370202', '370203', '370211', '370212', '370213', '370282'])}${day}${digits(3)}`;
  return {
    name,
    idNumber: first17 + idNumberCheckCharacter(first17),
    layout: pick(['resident', 'resident', 'resident', 'J', 'I', 'Y']),
  };
}

function rowOf(scheme: ContributionRow['scheme']): ContributionRow {
  const [from, months] = [2000 + upTo(26), upTo(310)];
  return {
    scheme,
    from: `${from}-0${1 + upTo(9)}`,
    to: `2026-${10 + upTo(3)}`,
    months,
    status: pick(['active', 'active', 'paused', 'ended']),
  };
}

/** One act of a kind, by somebody, somewhere, some day. */
function sample(index: number): Act {
  const clock = handClock(Date.UTC(2026, upTo(12), 1 + upTo(28), upTo(10), upTo(60), upTo(60), upTo(1000)));
  const at = instantOf(clock.now());
  const terminal = `E${digits(4)}` as TerminalId;
  const draft = registration({ clock, random }, makeUuidV7(clock.now(), random) as SessionId, 60 + upTo(200));
  if (draft.kind !== 'registration.submit') throw new Error('not a registration');
  const {
    values: _,
    signature,
    ...common
  } = {
    ...draft,
    terminal,
    caseNumber: caseNumberOf(at.slice(0, 10).replaceAll('-', ''), terminal, 1 + upTo(200)),
    actor: personOf(),
    verification: { method: pick(['face', 'face', 'sms', 'staff'] as const), attempt: 1 + upTo(3), at, policy: 'face-2026-10' },
  };
  if (index % 4 === 0) {
    const rows = (['pension', 'unemployment', 'workInjury', 'medical', 'maternity'] as const).slice(0, 2 + upTo(4)).map(rowOf);
    const statement = { rows, source: { system: 'qingdao-social-insurance', at, version: '2026.1' } };
    return { ...common, kind: 'certificate.issue', itemId: 'social-insurance.contribution-certificate', statement };
  }
  if (index % 4 === 1) {
    const about = makeUuidV7(clock.now(), random) as ActId;
    return {
      ...common,
      kind: 'rating.give',
      about,
      score: 3 + upTo(3),
      reasons: ['slow', 'unclear', 'steps', 'device', 'failed', 'help'].slice(upTo(6)),
    };
  }
  const values = {
    phone: `1${pick(['39', '38', '86', '77', '53'])}${digits(8)}`,
    residence: pick(['as-on-card', 'as-on-card', 'elsewhere-in-city', 'outside-city']),
    schemes: pick(['pension', 'pension-medical']),
    tier: pick(['60', '80', '100']),
    payment: pick(['self', 'bank-debit']),
    bankAccount: digits(19),
  };
  return { ...common, kind: 'registration.submit', values, signature };
}

const id = process.argv[2];
if (id === undefined) throw new Error('usage: train-dictionary ID');
const folder = mkdtempSync(join(tmpdir(), 'estation-dictionary-'));
const files = Array.from({ length: samples }, (_, i) => {
  const file = join(folder, String(i));
  writeFileSync(file, canonicalJson(sample(i)));
  return file;
});
const made = join(folder, 'dictionary');
execFileSync('zstd', ['-q', '--train', ...files, `--maxdict=${dictionaryBytes}`, `--dictID=${id}`, '-o', made]);
console.log(
  readFileSync(made)
    .toString('base64')
    .replaceAll(/.{120}/g, '$&\n'),
);
rmSync(folder, { recursive: true });
