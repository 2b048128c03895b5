import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApprovalItem } from '#contracts/approval/item.ts';
import { parseItemCommand } from '#build/item/arguments.ts';
import type { TrialReport } from '#central/process/index.ts';
import { freshDatabase } from './harness/postgres.ts';
import { startProcess, type Running } from './harness/processes.ts';
import { itemsFolder, surveyFiles, surveyId } from './process/packages.ts';

const root = path.resolve(import.meta.dirname, '../..');
let database: Awaited<ReturnType<typeof freshDatabase>>;
let centre: Running;
let folder: string;

beforeAll(async () => {
  database = await freshDatabase();
  folder = mkdtempSync(path.join(os.tmpdir(), 'e-station-item-cli-'));
  const env = { DATABASE_URL: database.urls.app, DATABASE_OWNER_URL: database.urls.owner };
  centre = await startProcess('central/main.ts', ['--data', folder, '--port', '0', '--demo'], env);
});
afterAll(async () => {
  await centre.end();
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

interface Said {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

function run(script: string, args: readonly string[]): Promise<Said> {
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args], { cwd: root, env: { ...process.env, DATABASE_URL: '' } }, (error, out, err) =>
      resolve({ exit: error ? Number(error.code) : 0, out, err }),
    );
  });
}

const where = (): string[] => ['--central', `https://127.0.0.1:${centre.port}`, '--data', folder];
const item = (...args: string[]): Promise<Said> => run('build/item.ts', [...args, ...where()]);
const itemJson = async (...args: string[]) => JSON.parse((await item(...args, '--json')).out) as Record<string, unknown>;

/** The files of a new item: the 71st and more. */
function newItem(id: string, change: Partial<ApprovalItem> = {}): string[] {
  const { item: survey, decision } = surveyFiles();
  const files = [path.join(folder, `${id}.json`), path.join(folder, `${id}.dmn`)] as const;
  writeFileSync(files[0], JSON.stringify({ ...survey, id, trial: false, ...change }));
  writeFileSync(files[1], decision);
  return [...files];
}

describe('npm run item', () => {
  it('adds an item by files only: draft, back-test, the command for the second person, live', async () => {
    const id = 'construction.another-change';
    const before = await itemJson('list');
    const added = await item('add', ...newItem(id));
    expect(added).toMatchObject({ exit: 0 });
    expect(added.out).toContain('nothing is wrong');
    expect(added.out).toMatch(/every party today +0 +0 +0/);
    const next = /npm run item -- (approve \S+) /.exec(added.out)?.[1]?.split(' ') ?? [];
    expect(next).toEqual(['approve', `${id}@1`]);
    // The author's own token is not good enough.
    expect(await item(...next, '--as', path.join(folder, 'keys', 'item-author.token'))).toMatchObject({
      exit: 1,
      err: expect.stringContaining('same_person') as string,
    });
    expect(await item('publish', `${id}@1`)).toMatchObject({ exit: 1, err: expect.stringContaining('not_approved') as string });
    expect(await item(...next)).toMatchObject({ exit: 0 });
    expect(await item('publish', `${id}@1`)).toMatchObject({ exit: 0, out: expect.stringContaining('live now') as string });
    const after = await itemJson('list');
    expect((after['items'] as object[]).length).toBe((before['items'] as object[]).length + 1);
    expect(after['items']).toContainEqual(
      expect.objectContaining({ item_id: id, version: 1, state: 'live', author: 'author', approver: 'approver' }),
    );
  });

  it('does it in one go for a demonstration, also with a later first day', async () => {
    const approver = path.join(folder, 'keys', 'item-approver.token');
    const done = await itemJson('add', ...newItem('construction.third-change'), '--approve-with', approver, '--publish');
    expect(done).toMatchObject({ ok: true, state: 'live' });
    const later = await itemJson(
      'add',
      ...newItem('construction.fourth-change'),
      '--approve-with',
      approver,
      '--publish',
      '--from',
      '2099-01-01',
    );
    expect(later).toMatchObject({ ok: true, state: 'approved', effectiveFrom: '2099-01-01' });
    const author = path.join(folder, 'keys', 'item-author.token');
    expect(await item('add', ...newItem('construction.fifth-change'), '--approve-with', author)).toMatchObject({ exit: 1 });
  });

  it('says what is wrong, where and why, without a centre and with one', async () => {
    const files = newItem('construction.bad-change', { promisedDays: 60 });
    const alone = await run('build/item.ts', ['validate', ...files]);
    expect(alone).toMatchObject({ exit: 1 });
    expect(alone.err).toContain('item.json#/promisedDays');
    const asked = await item('add', ...files);
    expect(asked).toMatchObject({ exit: 1 });
    expect(asked.err).toContain('60 working days are promised');
    expect(await run('build/item.ts', ['validate', path.join(itemsFolder, surveyId)])).toMatchObject({ exit: 0 });
    const large = path.join(folder, 'large.dmn');
    writeFileSync(large, 'x'.repeat(10 * 1024 * 1024));
    expect(await item('add', files[0] ?? '', large)).toMatchObject({
      exit: 1,
      err: expect.stringContaining('It was not read') as string,
    });
  });

  it('exports what it takes, and suspends and resumes by district', async () => {
    const out = path.join(folder, 'export');
    expect(await item('export', surveyId, out)).toMatchObject({ exit: 0 });
    expect(readFileSync(path.join(out, 'decision.dmn'), 'utf8')).toBe(surveyFiles().decision);
    expect(await run('build/item.ts', ['validate', out])).toMatchObject({ exit: 0 });
    expect(await item('add', out)).toMatchObject({ exit: 1, err: expect.stringContaining('[published]') as string });
    expect(await item('suspend', surveyId, '370200', '--reason', 'register is moved')).toMatchObject({ exit: 0 });
    expect((await item('list')).out).toContain('not in 370200');
    expect(await item('suspend', surveyId, '370285')).toMatchObject({
      exit: 1,
      err: expect.stringContaining('not_offered_there') as string,
    });
    expect(await item('resume', surveyId, '370200')).toMatchObject({ exit: 0 });
    expect(await item('retire', 'construction.third-change@1')).toMatchObject({ exit: 0 });
  });

  it('says when it was called wrongly, and when no centre answers', async () => {
    for (const args of [
      ['fly'],
      ['add'],
      ['approve', surveyId],
      ['suspend', surveyId, 'here'],
      ['list', '--from', 'tomorrow'],
      ['add', 'x', '--publish'],
    ])
      expect(parseItemCommand(args), args.join(' ')).toMatchObject({ ok: false });
    expect(await item('fly')).toMatchObject({ exit: 2, out: '' });
    expect(await run('build/item.ts', ['list', '--data', folder, '--central', 'https://127.0.0.1:9'])).toMatchObject({ exit: 3 });
    expect(await run('build/item.ts', ['list', '--data', path.join(folder, 'nowhere')])).toMatchObject({ exit: 3 });
    expect(await item('approve', `${surveyId}@1`, '--as', path.join(folder, 'gone.token'))).toMatchObject({ exit: 3 });
  });
});

describe('the routes', () => {
  const token = (name: string): string => readFileSync(path.join(folder, 'keys', name), 'utf8').trim();

  it('let nobody in without the administrators token, and nobody act without a name', async () => {
    const paths = [
      ['GET', '/operator/items'],
      ['POST', '/operator/items/validate'],
      ['PUT', '/operator/items/draft'],
      ['POST', `/operator/items/${surveyId}/1/back-test`],
      ['POST', `/operator/items/${surveyId}/1/approve`],
      ['POST', `/operator/items/${surveyId}/1/publish`],
      ['POST', `/operator/items/${surveyId}/1/retire`],
      ['GET', `/operator/items/${surveyId}/files`],
      ['GET', `/operator/items/${surveyId}/1/files`],
      ['PUT', `/operator/items/${surveyId}/suspensions/370200`],
      ['DELETE', `/operator/items/${surveyId}/suspensions/370200`],
    ] as const;
    for (const [method, url] of paths) {
      expect(await ask(method, url, {}), url).toMatchObject({ status: 403 });
      expect(await ask(method, url, { authorization: `Bearer ${token('item-approver.token')}` }), url).toMatchObject({
        status: 403,
      });
    }
    const operator = { authorization: `Bearer ${token('operator.token')}` };
    const acting = paths.filter(([method, url]) => method !== 'GET' && !url.endsWith('/validate'));
    for (const [method, url] of acting) {
      const body = method === 'DELETE' ? undefined : url.endsWith('370200') ? { reason: 'x' } : {};
      expect(await ask(method, url, operator, body), url).toMatchObject({ status: 403 });
      expect(await ask(method, url, { ...operator, 'x-estation-actor': 'guess' }, body), url).toMatchObject({ status: 403 });
    }
  });

  it('refuse a body that is too large unread', async () => {
    const headers = { authorization: `Bearer ${token('operator.token')}`, 'x-estation-actor': token('item-author.token') };
    const large = { 'item.json': '{}', 'decision.dmn': 'x'.repeat(10 * 1024 * 1024) };
    expect(await ask('PUT', '/operator/items/draft', headers, large)).toMatchObject({ status: 413 });
    expect(
      await ask('PUT', '/operator/items/draft', headers, { 'item.json': '{}', 'decision.dmn': 'x'.repeat(2 * 1024 * 1024) }),
    ).toMatchObject({ status: 422 });
  });

  function ask(method: string, url: string, headers: Record<string, string>, body?: object): Promise<{ status: number }> {
    const ca = readFileSync(path.join(folder, 'pki', 'ca.cert.pem'));
    return new Promise((resolve, reject) => {
      const type = body ? { 'content-type': 'application/json' } : {};
      const sent = request(
        `https://127.0.0.1:${centre.port}${url}`,
        { method, ca, headers: { ...headers, ...type } },
        (response) => {
          response.resume();
          resolve({ status: response.statusCode ?? 0 });
        },
      );
      sent.on('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EPIPE' || error.code === 'ECONNRESET' ? resolve({ status: 413 }) : reject(error),
      );
      sent.end(body && JSON.stringify(body));
    });
  }
});

describe('npm run report -- trial-items', () => {
  const figures = async (...args: string[]) =>
    JSON.parse((await run('build/report.ts', ['trial-items', '--json', ...args])).out) as TrialReport;

  it('counts in a database that is given and asks a running centre', async () => {
    const report = await figures('--database', database.urls.app);
    expect(report).toMatchObject({ items: 20, placesTotal: 27, partyClasses: 16, materialsWaived: 84 });
    expect(await figures(...where())).toMatchObject({ items: 20, materialsWaived: 84 });
    const words = await run('build/report.ts', ['trial-items', ...where()]);
    expect(words.out).toMatch(/materials waived +84/);
    expect(await run('build/report.ts', ['taxes'])).toMatchObject({ exit: 2 });
  });
});
