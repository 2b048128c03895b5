import type { CodedError } from '#contracts/basics/error-codes.ts';
import type { Result } from '#contracts/basics/result.ts';
import type { CardPhoto } from '#contracts/devices/id-reader.ts';
import type { FacePolicy } from '#contracts/domain/terminal-config.ts';
import type { FaceStep } from '#contracts/ipc/view.ts';
import type { FrameOutcome } from './run.ts';

/** What the host asks of the decision process. One question at a time is worked on; answers carry the question's id. */
export interface FaceQuestions {
  /** Verify and load the models; asked once, first. */
  load: { readonly modelsFolder: string; readonly policy: FacePolicy };
  begin: { readonly photo: CardPhoto; readonly steps: readonly FaceStep[] };
  frame: { readonly width: number; readonly height: number; readonly rgb: Uint8Array };
  /** Overwrite everything of the run. */
  end: Record<never, never>;
}

/** Verdicts, hints and counts only: no score, no template and no picture has a place in these. */
export interface FaceAnswers {
  load: null;
  begin: null;
  frame: FrameOutcome;
  end: null;
}

export type FaceQuestionName = keyof FaceQuestions;
export type FaceQuestion = {
  readonly [N in FaceQuestionName]: { readonly id: number; readonly ask: N; readonly input: FaceQuestions[N] };
}[FaceQuestionName];
export type FaceReply = { readonly id: number; readonly answer: Result<FaceAnswers[FaceQuestionName], CodedError> };
