import { z } from 'zod';

const file = z.string().min(1);

/** Where a host finds what it is: given as one JSON argument by whoever starts it (`main`, the dev-dock, a test). */
export const hostOptions = z.strictObject({
  /** Signed terminal configuration and face policy. */
  config: file,
  facePolicy: file,
  /** JSON: public keys by key id that may sign the two files above. */
  configKeys: file,
  /** JSON: public keys by key id that sign the centre's receipts and feeds. */
  centreKeys: file,
  /** Journal, key file, quarantine. Outside the application's folder, so that a reinstallation keeps it. */
  data: file,
  models: file,
  tls: z.strictObject({ ca: file, cert: file, key: file }),
  logFile: z.string().optional(),
});
export type HostOptions = z.infer<typeof hostOptions>;
