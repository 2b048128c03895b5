import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { canonicalJson } from '#contracts/basics/canonical-json.ts';
import type { Json } from '#contracts/basics/canonical-json.ts';
import type { AuditEntry } from '#contracts/audit/entry.ts';
import { beforeFirstLeaf, entryText, leafText, withheldText } from '#contracts/audit/entry.ts';

const entry: AuditEntry = {
  id: '01920000-0000-7000-8000-000000000001',
  at: '2026-11-25T08:00:00.000Z',
  terminal: 'E0217',
  actor: 'terminal:E0217',
  action: 'act.registration.submit',
  session: '01920000-0000-7000-8000-000000000002',
  person: 'ab'.repeat(32),
  subject: 'QD2026112302170001',
  purpose: '灵活就业 "registration"\n',
  verification: 'face:2026-11',
  outcome: 'ok',
  source: 'social-insurance 1',
  data: '0a'.repeat(32),
};
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const texts = (of: AuditEntry): string[] => {
  const withheld = withheldText(of);
  const open = entryText(of, sha256(withheld));
  return [withheld, open, leafText(sha256(open), 7, beforeFirstLeaf)];
};

test('the texts under the hashes are canonical JSON', () => {
  for (const text of texts(entry)) expect(canonicalJson(JSON.parse(text) as Json)).toBe(text);
});

test('each member of an entry is under the hash of its leaf', () => {
  const [, , leaf] = texts(entry);
  for (const member of Object.keys(entry) as (keyof AuditEntry)[]) {
    expect(texts({ ...entry, [member]: `${entry[member]}0` })[2], member).not.toBe(leaf);
  }
});

test('what is shown to anybody holds neither person nor visit nor case', () => {
  const [, open = ''] = texts(entry);
  for (const secret of [entry.person, entry.session, entry.subject, entry.purpose]) expect(open).not.toContain(secret);
});
