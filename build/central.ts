/**
 * `npm run central`: the centre with its stand-ins and no terminal, on embedded PostgreSQL or on `DATABASE_URL`. Data stay in
 * `out/central`, so that the next start finds them.
 */
import path from 'node:path';
import { startCentre } from '#electron/dev-dock/centre.ts';
import { mkdirSync } from 'node:fs';
import { buildConsole } from './build-console.ts';
import { portOf, readOptions } from './options.ts';
import { root } from './steps.ts';
import { openToWalk } from './surroundings.ts';
import { untilStopped } from './until-stopped.ts';

const usage = `npm run central   the centre and the systems around it, without a terminal

  --data DIR   where everything is kept, out/central unless given
  --port N     where it listens, 8443 unless given
`;
const { values } = readOptions(
  usage,
  { data: { type: 'string', default: path.join(root, 'out/central') }, port: { type: 'string', default: '8443' } },
  { check: (given) => void portOf(given.values.port) },
);
const folder = openToWalk(values.data);
const logs = path.join(folder, 'logs');
mkdirSync(logs, { recursive: true });
await buildConsole();
const centre = await startCentre({
  folder,
  logs,
  terminal: 'E0217',
  port: portOf(values.port),
  databaseUrl: process.env['DATABASE_URL'],
  outside: true,
  staff: true,
});
process.stdout.write(`centre      https://127.0.0.1:${centre.port()}   /openapi.json /healthz /metrics /verify
console     https://localhost:${centre.port()}/console/
terminal    npm run terminal -- --central https://127.0.0.1:${centre.port()} --data ${path.relative(process.cwd(), folder)}
logs        ${path.relative(process.cwd(), logs)}
Ctrl-C ends it and everything that it started.
`);
await untilStopped();
await centre.stop();
