import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assetOf } from '#electron/main/asset-path.ts';

const root = '/srv/renderer';

describe('what the page may load', () => {
  test.each([
    ['kiosk://app/index.html', 'index.html', 'text/html; charset=utf-8'],
    ['kiosk://app/assets/a-1b2c.js?v=1#x', 'assets/a-1b2c.js', 'text/javascript; charset=utf-8'],
    ['kiosk://app/assets/tfjs.WASM', 'assets/tfjs.WASM', 'application/wasm'],
    ['kiosk://app/assets/%E5%AD%97.woff2', 'assets/字.woff2', 'font/woff2'],
    ['kiosk://app/a/../index.html', 'index.html', 'text/html; charset=utf-8'],
  ])('%s', (address, file, type) => {
    expect(assetOf(root, address)).toEqual({ file: path.join(root, file), type });
  });

  test.each([
    ['another host', 'kiosk://other/index.html'],
    ['another scheme', 'file:///srv/renderer/index.html'],
    ['a folder', 'kiosk://app/'],
    ['a kind that is not served', 'kiosk://app/index.html.bak'],
    ['an encoded way up', 'kiosk://app/..%2f..%2fpackage.json'],
    ['a doubly dotted way up', 'kiosk://app/%2e%2e%2f%2e%2e%2fpackage.json'],
    ['a backslash', 'kiosk://app/..%5c..%5cpackage.json'],
    ['a NUL', 'kiosk://app/package.json%00.html'],
    ['broken escapes', 'kiosk://app/%E0%A4%A.js'],
    ['no address', 'nonsense'],
  ])('not %s', (_what, address) => {
    expect(assetOf(root, address)).toBeUndefined();
  });

  test('no address leads out of the folder', () => {
    const piece = fc.constantFrom('..', '.', '%2e%2e', '%2F', '%5C', '/', '\\', 'a', '%252e', '%00', 'x.js', 'package.json');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const asset = assetOf(root, `kiosk://app/${pieces.join('')}`);
        expect(asset === undefined || asset.file.startsWith(`${root}/`)).toBe(true);
      }),
    );
  });
});
