import { certificate } from './certificate.ts';
import type { Journey } from './journey.ts';
import { proposal } from './proposal.ts';
import { registrationOffline } from './registration-offline.ts';

export const journeys: Readonly<Record<string, Journey>> = {
  certificate: { play: certificate },
  'registration-offline': { play: registrationOffline },
  proposal: { play: proposal, outside: true },
};
