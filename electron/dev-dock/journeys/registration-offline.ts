import { identify, sayGoodbye } from './journey.ts';
import type { Play } from './journey.ts';
import { fillIn, signAndSubmit } from './register.ts';

/**
 * The line is down: 王秀梅 registers all the same, gets an honest receipt, the act goes out when the line is back, and on her
 * next visit she sees what became of it.
 */
export const registrationOffline: Play = async (scene) => {
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
  await fillIn(visitor);
  await signAndSubmit(visitor);
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
