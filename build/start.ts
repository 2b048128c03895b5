/**
 * `npm start`: the whole of E-Station on one machine. `npm start -- --journey NAME` plays a journey unattended and exits 0 or 1.
 */
import path from 'node:path';
import { journeys } from '#electron/dev-dock/journeys/list.ts';
import { runJourney } from '#electron/dev-dock/journeys/run.ts';
import { CalledWrongly, portOf, readOptions } from './options.ts';
import { root } from './steps.ts';
import { openToWalk, prepare } from './surroundings.ts';
import { makeWorkFolder } from './work-folder.ts';

const names = Object.keys(journeys);
const usage = `npm start                     the whole of E-Station on this machine; --port N for the dev-dock, 8090 unless given
npm start -- --journey NAME   plays ${names.join(', ')} unattended; exit 0 when it went well; --keep keeps its folder
`;
const { values } = readOptions(
  usage,
  { journey: { type: 'string' }, keep: { type: 'boolean', default: false }, port: { type: 'string', default: '8090' } },
  {
    check({ values: { journey: name, port } }) {
      if (name !== undefined && !names.includes(name)) throw new CalledWrongly(`there is no journey ${name}`);
      portOf(port);
    },
  },
);
const log = (line: string): void => void process.stderr.write(`${line}\n`);

if (values.journey !== undefined) process.exitCode = await journey(values.journey);
else await byHand();

/** Loaded only when wanted: a journey needs no dev-dock. */
async function byHand(): Promise<void> {
  const { demonstrate } = await import('./demonstrate.ts');
  await demonstrate({ dockPort: portOf(values.port) });
}

async function journey(name: string): Promise<number> {
  const surroundings = await prepare({ virtual: true, log });
  const work = makeWorkFolder(`journey-${name}`);
  openToWalk(work.path);
  const out = path.join(root, 'out', 'journeys', name);
  try {
    const summary = await runJourney({ ...surroundings, name, out, work: work.path });
    const outcome = summary.ok ? 'ok' : `FAILED: ${summary.error ?? 'an act has no verified receipt'}`;
    process.stdout.write(`${name}: ${outcome}\n`);
    process.stdout.write(
      `  ${summary.interactions} interactions, ${summary.acts.length} acts, ${summary.printed.length} printed, ${summary.screens.length} screens\n`,
    );
    process.stdout.write(`  ${path.relative(process.cwd(), out)}/summary.json\n`);
    return summary.ok ? 0 : 1;
  } finally {
    await surroundings.stop();
    if (!values.keep) work.remove();
    else process.stdout.write(`  kept: ${work.path}\n`);
  }
}
