import { existsSync } from 'node:fs';
import path from 'node:path';
import { test as base } from '@playwright/test';
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { chromium } from '@playwright/test';
import { buildConsole } from '#build/build-console.ts';
import { root } from '#build/steps.ts';
import { confirmAct, declineAct, openProposal, send } from '../central/approval-acts.ts';
import type { ApprovalWorld, Unit } from '../central/approval-world.ts';
import { openApprovalWorld } from '../central/approval-world.ts';
import { FakeTerminal } from '../central/harness/acts.ts';
import type { Running } from '../central/harness/processes.ts';
import { startProcess } from '../central/harness/processes.ts';

export const pictures = path.join(root, 'out', 'e2e', 'console');

/** A real Chromium: Debian's, which set-up installs, or the one that is named. */
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', process.env['CHROMIUM']].find(
  (file): file is string => file !== undefined && existsSync(file),
);
const quiet = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

/** A centre that really runs, with its outside systems, its identity provider and something to do for everybody. */
export interface ConsoleWorld {
  readonly centre: ApprovalWorld;
  readonly address: string;
  /** Cases that wait for a member of staff. */
  readonly confirmed: readonly string[];
  /** The window in which this member of staff is signed in. */
  signIn(subject: string, language?: 'zh-CN' | 'en'): Promise<Page>;
  /** A window in which nobody is signed in. */
  window(language?: 'zh-CN' | 'en'): Promise<Page>;
}

export const test = base.extend<object, { world: ConsoleWorld }>({
  world: [
    // oxlint-disable-next-line no-empty-pattern -- Playwright reads which fixtures are wanted from the pattern
    async ({}, use) => {
      const opened = await openConsoleWorld();
      await use(opened.world);
      await opened.close();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
});

export async function openConsoleWorld(): Promise<{ world: ConsoleWorld; close(): Promise<void> }> {
  await buildConsole();
  const oidc = await startProcess('central/console/stand-ins/oidc.ts', ['--keys', path.join(root, 'out', 'e2e-oidc-keys')]);
  // The centre inherits where staff sign in.
  process.env['OIDC_ISSUER'] = `http://127.0.0.1:${oidc.port}`;
  process.env['OIDC_CLIENT_ID'] = 'e-station-console';
  process.env['OIDC_CLIENT_SECRET_FILE'] = path.join(root, 'out', 'e2e-oidc-keys', 'oidc-client.secret');
  const centre = await openApprovalWorld({ organisations: 320, persons: 60, answerMs: 4_000 });
  const confirmed = await makeWork(centre);
  const browser = await launch();
  const address = `https://localhost:${portOf(centre)}`;
  const contexts: BrowserContext[] = [];
  const signedIn = new Map<string, Page>();
  const open = async (language: 'zh-CN' | 'en'): Promise<Page> => {
    const context = await browser.newContext({
      ignoreHTTPSErrors: true,
      viewport: { width: 1440, height: 900 },
      locale: language,
    });
    contexts.push(context);
    const page = await context.newPage();
    await page.addInitScript((chosen) => localStorage.setItem('e-station-console-language', chosen), language);
    return page;
  };
  return {
    world: {
      centre,
      address,
      confirmed,
      async window(language = 'zh-CN') {
        const page = await open(language);
        await page.goto(`${address}/console/`);
        return page;
      },
      async signIn(subject, language = 'zh-CN') {
        const known = signedIn.get(`${subject} ${language}`);
        if (known) return known;
        const page = await open(language);
        signedIn.set(`${subject} ${language}`, page);
        await page.goto(`${address}/console/sign-in`);
        await page.locator(`button[value="${subject}"]`).click();
        await page.locator('nav.navigation').waitFor();
        return page;
      },
    },
    async close() {
      for (const context of contexts) await context.close();
      await browser.close();
      await centre.close();
      await oidc.end();
    },
  };
}

function launch(): Promise<Browser> {
  if (executablePath === undefined) throw new Error('no Chromium on this machine: node build/setup.mjs installs it');
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, headless: true, args: [...quiet, ...sandbox] });
}

function portOf({ centres }: ApprovalWorld): number {
  const centre: Running | undefined = centres.at(-1);
  if (!centre) throw new Error('no centre runs');
  return centre.port;
}

/** What changes its name, the item that follows, and what the person answers. */
const changes = [
  { type: 'food-production-permit', item: 'market.food-production-permit-change', count: 3, answer: 'confirm' },
  { type: 'survey-qualification', item: 'construction.survey-qualification-change', count: 2, answer: 'confirm' },
  { type: 'road-transport-permit', item: 'transport.road-transport-permit-change', count: 2, answer: 'decline' },
  { type: 'supervision-qualification', item: 'construction.supervision-qualification-change', count: 2, answer: 'none' },
] as const;

async function makeWork(centre: ApprovalWorld): Promise<string[]> {
  const terminal = new FakeTerminal();
  const confirmed: string[] = [];
  for (const { type, item, count, answer } of changes) {
    const units = (await centre.units(type)).filter(isDecidedByTheCity).slice(0, count);
    for (const unit of units) await rename(centre, unit);
    for (const unit of units) {
      if (answer === 'none') continue;
      const proposal = await openProposal(centre, unit, item);
      const person = unit.organisation.legalRepresentative;
      if (answer === 'decline') {
        const act = declineAct(terminal, person, proposal, 'wrongFacts');
        await send(centre, terminal, act.record);
        continue;
      }
      const { record, caseNumber } = confirmAct(terminal, person, proposal);
      const receipt = await send(centre, terminal, record);
      if (receipt.code === 'applied') confirmed.push(caseNumber);
    }
  }
  return confirmed;
}

function isDecidedByTheCity({ organisation }: Unit): boolean {
  return !['370281', '370283', '370285'].includes(organisation.district);
}

async function rename(centre: ApprovalWorld, { organisation }: Unit): Promise<void> {
  const name = organisation.name.replace(/(有限|股份|责任)*公司$/, '') + '（青岛）有限公司';
  await centre.sources['market-regulation'].tell('/change', { uscc: organisation.uscc, name });
}
