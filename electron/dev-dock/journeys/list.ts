import { certificate } from './certificate.ts';
import type { Journey } from './journey.ts';
import { registrationOffline } from './registration-offline.ts';

export const journeys: Readonly<Record<string, Journey>> = { certificate, 'registration-offline': registrationOffline };
