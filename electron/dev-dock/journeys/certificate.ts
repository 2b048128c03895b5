import { identify, sayGoodbye } from './journey.ts';
import type { Play } from './journey.ts';

/** 王秀梅 fetches her contribution certificate: online, printed on A4, with a receipt, in at most six interactions. */
export const certificate: Play = async (scene) => {
  const { visitor } = scene;
  await identify(scene, 'wang-xiumei');
  await visitor.touchesText(/参保缴费证明|社会保险缴费证明|社保缴费证明/);
  await visitor.sees('item');
  await visitor.picture('item');
  await visitor.touches('screens:item.buttonBegin');
  await visitor.sees('review', ({ statement }) => statement !== undefined);
  await visitor.picture('review');
  await visitor.touches('screens:review.buttonPrint');
  await visitor.sees(
    'result',
    ({ outcome, receipt, document }) => outcome === 'done' && receipt.state === 'printed' && document?.state === 'printed',
    60_000,
  );
  await visitor.picture('result');
  await sayGoodbye(scene, 'screens:rate.label5');
};
