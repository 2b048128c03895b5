/** `npm run terminal -- --central URL`: one terminal with its simulated devices, on a centre that `npm run central` started. */
import path from 'node:path';
import { attachCentre } from '#electron/dev-dock/centre.ts';
import { terminal } from '#electron/dev-dock/rig.ts';
import { demonstrate } from './demonstrate.ts';
import { CalledWrongly, portOf, readOptions } from './options.ts';
import { root } from './steps.ts';

const usage = `npm run terminal -- --central URL   one terminal on the centre of "npm run central", such as https://127.0.0.1:8443

  --data DIR   the centre's folder, where its certificates are; out/central unless given
  --port N     where the dev-dock listens, 8090 unless given
`;
const {
  values: { central, data, port },
} = readOptions(
  usage,
  {
    central: { type: 'string' },
    data: { type: 'string', default: path.join(root, 'out/central') },
    port: { type: 'string', default: '8090' },
  },
  {
    check({ values }) {
      if (values.central === undefined || !URL.canParse(values.central))
        throw new CalledWrongly('--central must be the URL of a centre');
      portOf(values.port);
    },
  },
);
const centre = await attachCentre({ folder: data, url: new URL(central ?? ''), terminal });
await demonstrate({ centre, dockPort: portOf(port) });
