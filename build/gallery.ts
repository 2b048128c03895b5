/** `npm run gallery`: every base component with its examples, served on loopback and rebuilt on change. */
import path from 'node:path';
import { createServer } from 'vite';
import { root } from './steps.ts';

const server = await createServer({
  configFile: path.join(root, 'build/vite.gallery.config.ts'),
  server: { host: '127.0.0.1', port: 8091 },
});
await server.listen();
server.printUrls();
