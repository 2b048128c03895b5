/** `npm run terminal -- --central URL`: one terminal with its simulated devices, on a centre that `npm run central` started. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { attachCentre } from '#electron/dev-dock/centre.ts';
import { terminal } from '#electron/dev-dock/rig.ts';
import { demonstrate } from './demonstrate.ts';
import { root } from './steps.ts';

const { values } = parseArgs({
  options: {
    central: { type: 'string' },
    data: { type: 'string', default: path.join(root, 'out/central') },
    port: { type: 'string', default: '8090' },
  },
});
if (values.central === undefined) {
  process.stderr.write('npm run terminal -- --central https://127.0.0.1:8443 [--data out/central] [--port 8090]\n');
  process.exitCode = 2;
} else {
  const centre = await attachCentre({ folder: values.data, url: new URL(values.central), terminal });
  await demonstrate({ centre, dockPort: Number(values.port) });
}
