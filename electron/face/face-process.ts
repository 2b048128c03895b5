import { createDecisionDesk } from './decision-desk.ts';
import type { FaceQuestion, FaceReply } from './process-protocol.ts';

/**
 * Entry of the decision process: native code and pictures of people live here and nowhere else, so that a crash of the one and a
 * look into the memory of the other stop at its border. It ends with the host.
 */
const desk = createDecisionDesk();
let queue = Promise.resolve();

process.on('message', (question: FaceQuestion) => {
  queue = queue.then(async () => {
    const reply: FaceReply = { id: question.id, answer: await desk.answer(question) };
    process.send?.(reply);
  });
});
process.on('disconnect', () => process.exit(0));
