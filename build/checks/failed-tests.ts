/** What `npm test` reads of vitest's JSON report. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

interface PlaywrightSuite {
  readonly title: string;
  readonly file?: string;
  readonly specs?: readonly { readonly title: string; readonly ok: boolean }[];
  readonly suites?: readonly PlaywrightSuite[];
}

/** What `npm test` reads of Playwright's JSON report. */
export interface PlaywrightReport {
  readonly stats: {
    readonly expected: number;
    readonly unexpected: number;
    readonly flaky: number;
    readonly skipped: number;
  };
  readonly suites: readonly PlaywrightSuite[];
}

/** `file › test` of each that failed; a file that failed as a whole is named with the first line of its message. */
export function failedVitest({ testResults }: VitestReport): string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === 'failed').map(({ fullName }) => `${name} › ${fullName}`);
    return failed.length > 0 || status !== 'failed' ? failed : [`${name} › ${message?.split('\n')[0] ?? 'as a whole'}`];
  });
}

export function failedPlaywright({ suites }: Pick<PlaywrightReport, 'suites'>, above = ''): string[] {
  return suites.flatMap(({ title, specs = [], suites: below = [] }) => {
    const here = `${above}${title} › `;
    return [...specs.filter(({ ok }) => !ok).map((spec) => `${here}${spec.title}`), ...failedPlaywright({ suites: below }, here)];
  });
}
