import type { Clock } from '#contracts/basics/clock.ts';
import { createSimulatorPort } from './simulator-port.ts';
import { cardOf, type Holder } from './holders.ts';
import { createFrameParser, frameOf } from './protocol.ts';
import { commandName, createReaderModel, otherSamId, simulatedSamId, type CommandName } from './reader-model.ts';
import { spoil, type IdReaderFault, type Spoiled } from './simulator-faults.ts';

/** The SAM that is asked for its id: the reader's own, another reader's, one that answers 21, or one that says nothing. */
export type SamChoice = 'own' | 'other' | 'unsupported' | 'mute';

export interface IdReaderSimulator {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Lays a holder's card on the reader; what lay there before is taken away. */
  insertCard(holder: Holder, fingerprintBytes?: 0 | 512 | 1024): void;
  insertTwoCards(): void;
  removeCard(): void;
  /** How many cards lie there: a fault that lifts the card has taken it away. */
  lies(): 'none' | 'one' | 'two';
  setFault(fault: IdReaderFault | null): void;
  setSam(sam: SamChoice): void;
  /** How often each command was understood since `start`. */
  counters(): Readonly<Record<CommandName, number>>;
}

const noCommands: Record<CommandName, number> = {
  resetSam: 0,
  samStatus: 0,
  samId: 0,
  find: 0,
  select: 0,
  read: 0,
  readWithFingerprint: 0,
  other: 0,
};

/** A second-generation ID-card reader on the other end of a pty: speaks SDT/SAM byte by byte, with faults to switch on. */
export function createIdReaderSimulator(options: { readonly path: string; readonly clock: Clock }): IdReaderSimulator {
  const { clock } = options;
  const model = createReaderModel();
  const parser = createFrameParser();
  let counters = { ...noCommands };
  let fault: IdReaderFault | null = null;
  let spoilsLeft = 0;
  let replies: Promise<void> = Promise.resolve();

  const port = createSimulatorPort({
    path: options.path,
    clock,
    onBytes(bytes) {
      for (const body of parser.push(bytes)) serve(commandName(body));
    },
    onDetached() {
      parser.reset();
      model.powerCycle();
    },
  });

  function serve(command: CommandName): void {
    counters[command] += 1;
    const body = model.answer(command);
    if (!body) return;
    const { pieces, lift } = spoiledOnce(command, body) ?? { pieces: [{ bytes: frameOf(body), pauseMs: 0 }], lift: false };
    if (lift) model.lay({ kind: 'none' });
    replies = replies.then(async () => {
      for (const piece of pieces) {
        if (piece.pauseMs > 0) await new Promise<void>((done) => void clock.after(piece.pauseMs, done));
        await port.send(piece.bytes);
      }
    });
  }

  function spoiledOnce(command: CommandName, body: Uint8Array): Spoiled | undefined {
    if (!fault || spoilsLeft <= 0) return undefined;
    const spoiled = spoil(fault, command, body);
    if (spoiled) spoilsLeft -= 1;
    return spoiled;
  }

  return {
    async start() {
      counters = { ...noCommands };
      await port.start();
    },
    async stop() {
      await port.stop();
      await replies;
    },
    insertCard: (holder, fingerprintBytes = 0) => model.lay({ kind: 'one', card: cardOf(holder, fingerprintBytes) }),
    insertTwoCards: () => model.lay({ kind: 'two' }),
    removeCard: () => model.lay({ kind: 'none' }),
    lies: () => model.lies(),
    setFault(next) {
      fault = next;
      spoilsLeft = next?.times ?? Number.POSITIVE_INFINITY;
    },
    setSam(sam) {
      model.setSamId(sam === 'own' ? simulatedSamId : sam === 'other' ? otherSamId : sam);
    },
    counters: () => ({ ...counters }),
  };
}
