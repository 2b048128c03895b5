/** Channel names of Electron's IPC; used by main and preload only. Apart from the schemas, because preload carries none of them. */
export const ipcChannels = { call: 'kiosk:call', view: 'kiosk:view', hostState: 'kiosk:host-state' } as const;
