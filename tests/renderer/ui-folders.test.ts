import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const ui = fileURLToPath(new URL('../../renderer/ui', import.meta.url));
const components = fs
  .readdirSync(ui, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const read = (...parts: string[]): string => fs.readFileSync(path.join(ui, ...parts), 'utf8');
const files = fs
  .readdirSync(ui, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => path.join(entry.parentPath, entry.name));

describe.each(components)('component %s', (name) => {
  it('has its code, its look, its examples and its accessibility text', () => {
    const held = fs.readdirSync(path.join(ui, name));
    expect(held).toEqual(expect.arrayContaining([`${name}.tsx`, `${name}.css`, 'examples.tsx', 'README.md']));
  });

  it('tells how it is met by ear, by keys and in its states', () => {
    const text = read(name, 'README.md');
    for (const part of ['Role', 'Keyboard', 'Spoken', 'States'])
      expect(text).toMatch(new RegExp(`^- \\*\\*${part}:\\*\\* .+$`, 'm'));
  });

  it('is in the gallery', () => {
    expect(read('../gallery/sets.ts')).toContain(`'../ui/${name}/examples.tsx'`);
  });
});

describe('all components', () => {
  const sources = files.filter((file) => file.endsWith('.tsx'));
  const sheets = files.filter((file) => file.endsWith('.css') && path.basename(file) !== 'tokens.css');

  it.each(sources.map((file) => [path.relative(ui, file), file] as const))('%s makes no markup from text', (_name, file) => {
    expect(fs.readFileSync(file, 'utf8')).not.toMatch(/dangerouslySetInnerHTML|innerHTML|insertAdjacentHTML/);
  });

  it.each(sheets.map((file) => [path.relative(ui, file), file] as const))('%s uses only tokens that exist', (_name, file) => {
    const css = fs.readFileSync(file, 'utf8');
    const known = new Set([...`${read('tokens.css')}${css}`.matchAll(/(--[\w-]+):/g)].map(([, token]) => token));
    /** What a component may be given by its surroundings. */
    for (const given of ['--icon', '--qr', '--key-ground', '--key-ink']) known.add(given);
    const unknown = [...css.matchAll(/var\((--[\w-]+)/g)].map(([, token]) => token).filter((token) => !known.has(token));
    expect(unknown).toEqual([]);
  });
});
