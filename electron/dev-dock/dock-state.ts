import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { DockState, LyingCard, PhoneMessage, TerminalReport } from '#contracts/dev-dock/state.ts';
import { cameraChoices } from './actions.ts';
import type { World } from './actions.ts';
import { printedMatter } from './printed-matter.ts';
import type { Rig } from './rig.ts';
import type { TerminalApp } from './terminal-app.ts';
import { readView } from './visitor.ts';

const delays = { terminalAnswerMs: 1_500 };
const dotsPerMm = 8;

/** Asks for everything around the terminal; what does not answer is told as such and holds nothing up. */
export function createStateReader(world: World): () => Promise<DockState> {
  const askTerminal = createTerminalWatch(world.app);
  return async () => {
    const { rig, size, switches } = world;
    const [terminal, messages, printed] = await Promise.all([askTerminal(), messagesOf(rig), printedMatter(rig)]);
    return {
      size,
      terminal,
      people: rig.people.map(({ key, says, face, layout, fields }) => ({ key, says, face, layout, fields })),
      card: lyingCard(world),
      camera: { showing: rig.camera.showing(), choices: cameraChoices(rig) },
      reader: { plugged: switches.plugged.reader, fault: switches.readerFault, sam: switches.sam },
      printer: printerState(world),
      line: rig.line.mode(),
      // A centre that was started elsewhere keeps its database to itself.
      centre: { isOurs: rig.centre.databaseUrl !== '', isRunning: switches.centreRuns, department: switches.department },
      clockOffsetMs: switches.clockOffsetMs,
      messages,
      printed,
    };
  };
}

/** One question at a time, however many pages ask; a terminal that is silent for long is restarting. */
function createTerminalWatch(app: TerminalApp): () => Promise<TerminalReport> {
  let asking: Promise<TerminalReport> | undefined;
  return () => {
    asking ??= reportOf(app).finally(() => (asking = undefined));
    const silence = delay<TerminalReport>(delays.terminalAnswerMs, { state: 'restarting' }, { ref: false });
    return Promise.race([asking, silence]);
  };
}

async function reportOf({ page }: TerminalApp): Promise<TerminalReport> {
  if (page.isClosed()) return { state: 'gone' };
  try {
    const { screen, overlay, network, devices, queued } = await readView(page);
    return { state: 'running', screen: screen.name, overlay: overlay?.name ?? null, network, devices, queued };
  } catch {
    return { state: page.isClosed() ? 'gone' : 'restarting' };
  }
}

function lyingCard({ rig, switches }: World): LyingCard {
  const kind = rig.reader.lies();
  return kind === 'one' ? { kind, person: switches.person } : ({ kind } as const);
}

function printerState({ rig, switches }: World): DockState['printer'] {
  const { paper, cover, cutter, mute, replyDelayMs } = rig.printer.mechanism();
  return {
    plugged: switches.plugged.printer,
    faults: switches.printerFaults,
    paper,
    cover,
    cutter,
    answers: mute ? 'never' : replyDelayMs > 0 ? 'late' : 'atOnce',
    paperMm: Math.round(rig.printer.paperDots() / dotsPerMm),
    refusals: rig.printer.refusals(),
  };
}

const messageList = z.object({
  messages: z.array(
    z.object({
      key: z.string(),
      phone: z.string(),
      template: z.string(),
      params: z.record(z.string(), z.string()),
      at: z.string(),
    }),
  ),
});

async function messagesOf({ centre }: Rig): Promise<readonly PhoneMessage[]> {
  const told = await centre.sms.control('GET', '/messages').catch(() => undefined);
  const list = messageList.safeParse(told);
  return list.success ? list.data.messages : [];
}
