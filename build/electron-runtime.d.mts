/** Types of `electron-runtime.mjs`, which stays plain JavaScript so that set-up can run it before anything is installed. */
export function defaultCacheDir(): string;
export function ensureElectron(options?: { cacheDir?: string; log?: (line: string) => void }): Promise<string>;
export function isTestRuntime(binary: string): boolean;
export function electronVersionOf(binary: string): string;
export function sandboxSwitches(): string[];
