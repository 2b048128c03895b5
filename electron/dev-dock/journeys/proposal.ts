import { chromium } from '@playwright/test';
import type { OutsideWorld } from '../centre.ts';
import { openBooks, outsideOf, until, type CentreBooks } from './centre-books.ts';
import type { Play, Scene } from './journey.ts';
import { reminderArrives, renameEnterprise } from './reminder.ts';

/**
 * The announced example (无感审批): a survey enterprise changes its name. Nobody applies for anything: the centre infers that the qualification
 * certificate has to follow, messages go out, 王秀梅 lays down her card, shows her face and confirms; couriers collect the old certificate and bring
 * the new one; anybody with the receipt can see that it is so.
 */
export const proposal: Play = async (scene) => {
  const { rig, visitor } = scene;
  const outside = outsideOf(rig);
  const centre = await openBooks(rig);
  try {
    await visitor.sees('attract', undefined, 60_000);
    await allowMessages(outside);
    const proposed = await renameEnterprise(rig, centre, newName);
    await messagesArrive(scene, outside);
    const opened = await atTheTerminal(scene, centre, proposed);
    await certificatesChangeHands(scene, outside, centre, opened.caseNumber);
    await publicPages(scene, opened.qr);
  } finally {
    await centre.close();
  }
};

const newName = '青岛澜岳海洋岩土工程有限公司';

/** On WeChat one consent of the person is one message: she agreed to two of them when she followed the service account. */
async function allowMessages({ channels, sources }: OutsideWorld): Promise<void> {
  const records = (await sources['market-regulation'].control('GET', '/records')) as {
    organisations: { contacts?: { channel: string; address: string }[] }[];
  };
  for (const { channel, address } of records.organisations.flatMap(({ contacts = [] }) => contacts)) {
    if (channel === 'wechat')
      for (const templateId of ['estation-proposal', 'estation-progress', 'estation-done'])
        await channels.wechat.control('POST', '/consent', { openid: address, templateId, count: 1 });
  }
}

/** By app and WeChat, then by SMS: each provider has verified our signature before it kept a message. */
async function messagesArrive(scene: Scene, { channels }: OutsideWorld): Promise<void> {
  const kept = async (standIn: { control(method: 'GET', where: string): Promise<unknown> }): Promise<number> =>
    ((await standIn.control('GET', '/messages')) as { messages: unknown[] }).messages.length;
  await until('messages by WeChat, the city app and SMS', async () => {
    const counts = await Promise.all([kept(channels.wechat), kept(channels.app), kept(scene.rig.centre.sms)]);
    return counts.every((count) => count > 0);
  });
}

/** Open, face, confirm. Taking the card is the goodbye. */
async function atTheTerminal(
  { rig, visitor }: Scene,
  centre: CentreBooks,
  proposed: string,
): Promise<{ caseNumber: string; qr: string }> {
  await visitor.seesView(
    'devices ready',
    ({ devices, network }) => devices.idReader.level === 'ok' && devices.receiptPrinter.level === 'ok' && network === 'online',
    60_000,
  );
  await visitor.picture('attract');
  await reminderArrives(rig, centre, proposed);
  rig.present('wang-xiumei');
  await visitor.sees('face', ({ challenge }) => challenge !== '', 60_000);
  await visitor.page.waitForTimeout(1_500);
  await visitor.picture('face');
  await visitor.sees('proposal', undefined, 60_000);
  await visitor.picture('proposal');
  await visitor.touches('screens:proposal.buttonConfirm');
  const result = await visitor.sees(
    'result',
    ({ outcome, receipt }) => outcome === 'accepted' && receipt.state === 'printed',
    60_000,
  );
  await visitor.picture('result');
  rig.reader.removeCard();
  await visitor.sees('ended');
  await visitor.picture('ended');
  await visitor.sees('attract', undefined, 60_000);
  return { caseNumber: result.caseNumber, qr: result.qr };
}

/** The courier collects the old certificate, the desk scans it in, the courier brings the new one. */
async function certificatesChangeHands(
  scene: Scene,
  { courier }: OutsideWorld,
  centre: CentreBooks,
  caseNumber: string,
): Promise<void> {
  const order = (direction: 'pickup' | 'deliver'): Promise<string> =>
    centre.waitFor(`the courier's order to ${direction}`, async () => {
      const [found] = await centre.rows<{ order_key: string }>(
        `SELECT order_key FROM courier_order WHERE case_number = '${caseNumber}' AND direction = '${direction}' AND waybill IS NOT NULL`,
      );
      return found?.order_key;
    });
  const carry = async (orderId: string): Promise<void> => {
    for (let step = 0; step < 12; step += 1) {
      const moved = (await courier.control('POST', '/move', { orderId })) as { error?: string };
      if (moved.error !== undefined) return;
    }
  };
  await carry(await order('pickup'));
  await centre.waitFor('the old certificate at the desk', async () =>
    (await centre.scanOldCertificate(caseNumber)) ? true : undefined,
  );
  await carry(await order('deliver'));
  await centre.waitFor('the case closed', async () => {
    const [found] = await centre.rows<{ status: string }>(
      `SELECT status FROM approval_case WHERE case_number = '${caseNumber}' AND status = 'closed'`,
    );
    return found?.status;
  });
  scene.rig.reader.removeCard();
}

/** What the QR of the receipt opens on anybody's phone. */
async function publicPages({ visitor }: Scene, qr: string): Promise<void> {
  const browser = await chromium.launch({
    executablePath: process.env['ESTATION_CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      '--disable-quic',
    ],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 480, height: 960 }, ignoreHTTPSErrors: true });
    const answer = await page.goto(qr);
    if (answer?.status() !== 200) throw new Error(`the receipt's page answers ${answer?.status()}`);
    await visitor.keep('public-timeline', await page.screenshot({ fullPage: true }));
  } finally {
    await browser.close();
  }
}
