// One bare Electron window for the picture tests; the test decides what it shows.
const { app, BrowserWindow } = require('electron');

app.on('window-all-closed', () => app.quit());
void app.whenReady().then(async () => {
  const window = new BrowserWindow({
    width: 1080,
    height: 1920,
    frame: false,
    useContentSize: true,
    enableLargerThanScreen: true,
    webPreferences: { sandbox: true, contextIsolation: true },
  });
  await window.loadURL('about:blank');
});
