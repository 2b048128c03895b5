// One bare Electron window on the address in GALLERY_URL, for the picture and accessibility tests of the components.
const { app, BrowserWindow } = require('electron');

app.on('window-all-closed', () => app.quit());
void app.whenReady().then(async () => {
  const window = new BrowserWindow({
    width: 1080,
    height: 1920,
    frame: false,
    webPreferences: { sandbox: true, contextIsolation: true },
  });
  await window.loadURL(process.env.GALLERY_URL);
});
