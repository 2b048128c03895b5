import type { CodedError } from '#contracts/basics/error-codes.ts';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import type { FacePolicy } from '#contracts/domain/terminal-config.ts';
import { embedCard } from './card-photo.ts';
import type { RgbImage } from './image.ts';
import { readModels } from './model-files.ts';
import { loadNetworks, type Networks } from './networks.ts';
import { observe } from './observe.ts';
import type { FaceAnswers, FaceQuestion, FaceQuestionName } from './process-protocol.ts';
import { advance, beginRun, type FrameOutcome, type Run, wipeDropped, wipeRun } from './run.ts';

/** The decision process without its process: answers questions, holds at most one run, wipes what it has seen. */
export interface DecisionDesk {
  answer(question: FaceQuestion): Promise<Result<FaceAnswers[FaceQuestionName], CodedError>>;
}

const notLoaded = err<CodedError>({ code: 'FAC-006', raw: 'notLoaded' });
const noRun = err<CodedError>({ code: 'FAC-006', raw: 'noRun' });

export function createDecisionDesk(): DecisionDesk {
  let ready: { readonly networks: Networks; readonly policy: FacePolicy } | undefined;
  let run: Run | undefined;
  const endRun = (): void => {
    if (run) wipeRun(run);
    run = undefined;
  };
  const judge = async (frame: RgbImage): Promise<Result<FrameOutcome, CodedError>> => {
    if (!ready) return notLoaded;
    if (!run) return noRun;
    const seen = await observe(ready.networks, frame);
    const next = advance(run, seen, ready.policy);
    wipeDropped(run, seen, next.run);
    run = next.run;
    if (next.outcome.progress.kind === 'decided') endRun();
    return ok(next.outcome);
  };
  return {
    async answer(question) {
      switch (question.ask) {
        case 'load': {
          const models = await readModels(question.input.modelsFolder, question.input.policy.models);
          if (!models.ok) return models;
          ready = { networks: await loadNetworks(models.value), policy: question.input.policy };
          return ok(null);
        }
        case 'begin': {
          const { photo, steps } = question.input;
          endRun();
          if (!ready) return notLoaded;
          const card = await embedCard(ready.networks, photo);
          photo.rgb.fill(0);
          run = beginRun(card.embedding, steps);
          return ok(null);
        }
        case 'frame':
          try {
            return await judge(question.input);
          } finally {
            question.input.rgb.fill(0);
          }
        case 'end':
          endRun();
          return ok(null);
      }
    },
  };
}
