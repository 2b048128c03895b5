import { defineConfig } from 'vitest/config';

/** Needs nothing but code: part of `npm run check`. Everything else opens a line, a database, a model or a window. */
const unit = [
  'tests/{architecture,contracts,session,host,main}/**/*.test.ts',
  'tests/central/{catalogue-texts,working-days,process-machine}.test.ts',
  'tests/central/{audit-merkle,audit-note,audit-entry,channels-dispatch,channels-templates,logistics-address,logistics-delivery}.test.ts',
  'tests/central/dmn/!(kit).test.ts',
  'tests/drivers/{card-text,id-reader-protocol,receipt-printer-protocol,receipt-printer-interpreter,doc-printer-ipp}.test.ts',
  'tests/face/{align,decision,embedding,geometry}.test.ts',
  'tests/renderer/{ui-folders,ui-keyboard-keys,ui-tokens,ui-values,screens-store,screens-page-layout}.test.ts',
  'tests/renderer/strings-*.test.ts',
];

/** Many minutes of kill -9, and of three centres on one database: `ESTATION_LONG=1`, and by name. */
const long = ['tests/central/approval-{several,kill}.test.ts'];

/** Electron end to end has its own runner (`playwright.config.ts`). */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    // The machines are small and busy: a limit here is for what hangs, never a measure of speed.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    pool: 'forks',
    // Nothing in a test file outlives it, so a process reads the sources once for all of its files.
    isolate: false,
    // One more than the cores of the smallest machine: much of the time is spent waiting for lines, clocks and disks.
    maxWorkers: 3,
    projects: [
      { extends: true, test: { name: 'unit', include: unit } },
      {
        extends: true,
        test: {
          name: 'integration',
          // Real processes on a small, shared machine: one more try is allowed, as end to end, and the report says "retry x1".
          retry: 1,
          include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
          exclude: ['tests/{e2e,faults,bench}/**', ...(process.env['ESTATION_LONG'] ? [] : long), ...unit],
        },
      },
    ],
  },
});
