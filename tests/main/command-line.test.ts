import { describe, expect, test } from 'vitest';
import { parseCommandLine } from '#electron/main/command-line.ts';

const working = { packaged: false };
const shipped = { packaged: true };

describe('a working copy', () => {
  test('takes its own options in both spellings, among switches of Chromium', () => {
    const words = [
      '--no-sandbox',
      '.',
      '--host-entry',
      'host.ts',
      '--host-args=["--port","x"]',
      '--windowed',
      '1080x1920',
      '--log-file=a',
    ];
    expect(parseCommandLine(words, working)).toEqual({
      ok: true,
      value: { hostEntry: 'host.ts', hostArgs: ['--port', 'x'], windowed: { width: 1080, height: 1920 }, logFile: 'a' },
    });
  });

  test('needs none of them', () => {
    expect(parseCommandLine(['.'], working)).toEqual({ ok: true, value: { hostArgs: [] } });
  });

  test.each([
    ['--host-args', '{"port":1}'],
    ['--host-args', '[1]'],
    ['--host-args', '["unfinished'],
    ['--windowed', '1080'],
    ['--windowed', '1080x1920x1'],
    ['--windowed', '-1x5'],
  ])('refuses %s %s with a sentence that names the option', (option, value) => {
    const parsed = parseCommandLine([option, value], working);
    expect(parsed).toMatchObject({ ok: false });
    expect(!parsed.ok && parsed.error).toContain(option);
  });
});

describe('a shipped terminal', () => {
  test('starts with what a service file gives it', () => {
    const words = ['--log-file=/var/log/e-station/shell.log', '--user-data-dir=/var/lib/e-station/shell', '--ozone-platform=x11'];
    expect(parseCommandLine(words, shipped)).toMatchObject({ ok: true });
  });

  test.each([
    '--remote-debugging-port=0',
    '--remote-debugging-pipe',
    '--inspect',
    '--inspect-brk=0',
    '-r',
    '--js-flags=--expose-gc',
    '--no-sandbox',
    '--disable-web-security',
    '--use-fake-device-for-media-stream',
    '--use-file-for-fake-video-capture=face.y4m',
    '--load-extension=x',
    '--host-entry',
    '--windowed=100x100',
    '--REMOTE-DEBUGGING-PORT=0',
  ])('ends at %s', (word) => {
    expect(parseCommandLine(['--log-file=a', word], shipped)).toMatchObject({ ok: false });
  });
});
