import { identify, sayGoodbye } from './journey.ts';
import type { Journey, Scene } from './journey.ts';

/**
 * The line is down: 王秀梅 registers all the same, gets an honest receipt, the act goes out when the line is back, and on her
 * next visit she sees what became of it.
 */
export const registrationOffline: Journey = async (scene) => {
  const { rig, visitor, faults } = scene;
  await visitor.seesView(
    'the catalogue',
    ({ screen, network }) => network === 'online' && screen.name === 'attract' && screen.itemCount === 2,
    60_000,
  );
  rig.line.setMode('off');
  faults.push('network off');
  await visitor.seesView('offline', ({ network }) => network === 'offline', 60_000);
  await identify(scene, 'wang-xiumei');
  await register(scene);
  await visitor.sees('result', ({ outcome, receipt }) => outcome === 'queued' && receipt.state === 'printed', 60_000);
  await visitor.picture('result-queued');
  await sayGoodbye(scene);

  rig.line.setMode('ok');
  await visitor.seesView('everything sent', ({ network, queued }) => network === 'online' && queued === 0, 90_000);
  await visitor.picture('attract-online-again');

  rig.present('wang-xiumei');
  await visitor.sees('consent');
  await visitor.touches('screens:consent.buttonAgree');
  await visitor.sees('home', ({ cases, casesFrom }) => casesFrom === 'centre' && cases.length > 0, 60_000);
  await visitor.picture('home-with-case');
  await visitor.touches('screens:home.buttonProgress');
  await visitor.sees('progress', ({ state, cases }) => state === 'ready' && cases.some((one) => one.state !== 'queued'));
  await visitor.picture('progress');
  await visitor.touches('common:bar.buttonLeave');
  await visitor.sees('ended');
  rig.reader.removeCard();
  await visitor.sees('attract');
};

/** From home to a signed registration, touched as a person would. */
export async function register({ visitor }: Scene): Promise<void> {
  await visitor.touchesText(/灵活就业参保登记/);
  await visitor.sees('item');
  await visitor.picture('item');
  await visitor.touches('screens:item.buttonBegin');
  let { page } = await visitor.sees('form');
  for (;;) {
    const form = await visitor.sees('form', (screen) => screen.page === page);
    for (const { field } of form.fields) {
      if (field.type === 'choice') await visitor.touchesText(field.options[0]?.label['zh-CN'] ?? '');
      else if (field.type === 'phone') await typePhone(visitor);
    }
    await visitor.picture(`form-${page}`);
    await goOn(visitor);
    const next = await visitor.seesView(
      'the next page',
      ({ screen }) => screen.name === 'review' || (screen.name === 'form' && screen.page !== page),
    );
    if (next.screen.name !== 'form') break;
    page = next.screen.page;
  }
  await sign(visitor);
}

/** Offline the centre cannot tell the phone, so the person types it. */
async function typePhone(visitor: Scene['visitor']): Promise<void> {
  await visitor.page.getByRole('textbox').first().click();
  await visitor.page.keyboard.type('13912346027');
}

/** Where room is short, the same button leads from field to field first. */
async function goOn(visitor: Scene['visitor']): Promise<void> {
  await visitor.touches('common:bar.buttonNext');
}

async function sign(visitor: Scene['visitor']): Promise<void> {
  await visitor.sees('review', ({ signature }) => signature === 'missing');
  await visitor.picture('review');
  await visitor.touches('screens:review.buttonToSign').catch(() => {});
  await visitor.signs();
  await visitor.sees('review', ({ signature }) => signature === 'given');
  await visitor.picture('review-signed');
  const { offline } = await visitor.sees('review');
  await visitor.touches(offline ? 'screens:review.buttonStore' : 'screens:review.buttonSubmit');
}
