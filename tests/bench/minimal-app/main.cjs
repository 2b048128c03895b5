// The peer of the startup bench: the least that shows a page in a window on this Electron.
const { app, BrowserWindow } = require('electron');
const path = require('node:path');

void app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1080, height: 1920, frame: false });
  void window.loadFile(path.join(__dirname, 'index.html'));
});
