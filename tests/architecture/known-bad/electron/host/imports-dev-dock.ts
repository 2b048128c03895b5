import { startRig } from '#electron/dev-dock/rig.ts';

export const start = startRig;
