// What `electron <path>` runs in the test runtime (build/electron-runtime.mjs puts it at resources/default_app.asar, the place
// of Electron's own default app, which the donor package left out; packaging drops that file by habit). Same contract as
// Electron's: `-r MODULE` is required first, the first word that is not a switch is the app, as a folder or a file.
const { app } = require('electron');
const fs = require('node:fs');
const path = require('node:path');
const Module = require('node:module');

function commandLine(words) {
  const preloads = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    if (word === '-r' || word === '--require') preloads.push(words[++i]);
    else if (!word.startsWith('-')) return { preloads, target: path.resolve(word) };
  }
  return { preloads, target: undefined };
}

function entryOf(target) {
  if (!fs.statSync(target).isDirectory()) return { folder: path.dirname(target), entry: target };
  const manifest = JSON.parse(fs.readFileSync(path.join(target, 'package.json'), 'utf8'));
  app.setName(manifest.productName ?? manifest.name);
  app.setVersion(manifest.version);
  return { folder: target, entry: path.join(target, manifest.main ?? 'index.js') };
}

const { preloads, target } = commandLine(process.argv.slice(1));
if (target === undefined || !fs.existsSync(target)) {
  process.stderr.write(`usage: electron [switches] APP\nno app at ${target ?? '(none given)'}\n`);
  app.exit(2);
} else {
  for (const preload of preloads) Module._load(preload, module, true);
  const { folder, entry } = entryOf(target);
  app.setAppPath(folder);
  Module._load(entry, Module, true);
}
