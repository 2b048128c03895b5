import type { WebFrame } from 'electron';

/**
 * Runs in the page's own world before its first script. These calls do what no guard of Electron's main process stops: they
 * open windows of the operating system (print dialog, file choosers) or end our own without asking. Printing and files are
 * the host's work. A function that stands alone: only its text crosses into the page's world.
 */
function closeWaysOut(): void {
  const gone = ['print', 'close', 'showOpenFilePicker', 'showSaveFilePicker', 'showDirectoryPicker', 'chooseFileSystemEntries'];
  for (const name of gone) {
    Object.defineProperty(window, name, { value: undefined, writable: false, configurable: false });
  }
  const isFileInput = (target: unknown) => target instanceof HTMLInputElement && target.type === 'file';
  for (const name of ['click', 'showPicker', 'dispatchEvent'] as const) {
    const original: unknown = Reflect.get(HTMLInputElement.prototype, name);
    if (typeof original !== 'function') continue;
    Object.defineProperty(HTMLInputElement.prototype, name, {
      value(this: HTMLInputElement, ...args: unknown[]): unknown {
        return isFileInput(this) ? undefined : Reflect.apply(original, this, args);
      },
      writable: false,
      configurable: false,
    });
  }
  const refuseFileInput = (event: Event) => {
    if (event.composedPath().some(isFileInput)) event.preventDefault();
  };
  window.addEventListener('click', refuseFileInput, { capture: true });
}

/** Removes from the page what would open a window of the operating system, or close ours. */
export function removeWaysOut(frame: WebFrame): void {
  void frame.executeJavaScript(`(${closeWaysOut.toString()})()`);
}
