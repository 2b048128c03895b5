/** The set-up's last step, on Node 24: model files and the faces of the demonstration. Quick when nothing is to do. */
import { ensureDemoFaces } from './demo-faces.ts';
import { defaultCacheDir, ensureModels } from './models.ts';

const cache = defaultCacheDir();
await ensureModels(cache);
await ensureDemoFaces(cache);
