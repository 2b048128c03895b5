import { serveHost } from './serve.ts';

/** The host process of a terminal: `node electron/host/main.ts '<HostOptions as JSON>'`. */
await serveHost(process.argv[2] ?? '{}');
