import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { CodedError } from '#contracts/basics/error-codes.ts';
import type { Clock } from '#contracts/basics/clock.ts';
import { err, type Result } from '#contracts/basics/result.ts';
import type { FaceAnswers, FaceQuestionName, FaceQuestions, FaceReply } from './process-protocol.ts';

/** One life of the decision process: questions out, answers in, and its end told once. */
export interface FaceChild {
  /** FAC-006 when the process ends or does not answer in time; then it is ended for good. */
  ask<N extends FaceQuestionName>(name: N, input: FaceQuestions[N]): Promise<Result<FaceAnswers[N], CodedError>>;
  /** Ends the process at once. */
  kill(): void;
  readonly pid: number | undefined;
}

export type FaceChildOptions = {
  readonly clock: Clock;
  readonly answerWithinMs: number;
  /** Called once when the process has ended, for whatever reason. */
  readonly onExit: () => void;
};

type Waiting = {
  readonly settle: (answer: Result<FaceAnswers[FaceQuestionName], CodedError>) => void;
  readonly stopTimer: () => void;
};

/** The same folder holds the entry as source in development and as a bundle in the product. */
const entry = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './face-process.ts' : './face-process.js', import.meta.url),
);
const gone = err<CodedError>({ code: 'FAC-006', raw: 'processGone' });

export function startFaceChild({ clock, answerWithinMs, onExit }: FaceChildOptions): FaceChild {
  // Its output is dropped: libraries print to it, and nothing that they know of a person may reach a log.
  const child: ChildProcess = fork(entry, [], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    for (const question of waiting.values()) {
      question.stopTimer();
      question.settle(gone);
    }
    waiting.clear();
    onExit();
  };
  child.on('message', (reply: FaceReply) => {
    const question = waiting.get(reply.id);
    waiting.delete(reply.id);
    question?.stopTimer();
    question?.settle(reply.answer);
  });
  child.on('exit', end);
  child.on('error', end);
  return {
    pid: child.pid,
    kill: () => void child.kill('SIGKILL'),
    ask: <N extends FaceQuestionName>(name: N, input: FaceQuestions[N]) =>
      new Promise<Result<FaceAnswers[N], CodedError>>((resolve) => {
        if (ended) return resolve(gone);
        const id = ++lastId;
        // A process that hangs in native code is as good as gone.
        const stopTimer = clock.after(answerWithinMs, () => child.kill('SIGKILL'));
        // The process answers each question with its own kind of answer; the table of both is process-protocol.ts.
        waiting.set(id, { settle: resolve as Waiting['settle'], stopTimer });
        child.send({ id, ask: name, input }, (failure) => failure && child.kill('SIGKILL'));
      }),
  };
}
