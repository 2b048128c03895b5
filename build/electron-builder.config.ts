import type { Configuration } from 'electron-builder';

/** What differs between one packaging and another. */
export interface PackageInput {
  /** Folder of the Electron to pack, and its version. */
  readonly electronDist: string;
  readonly electronVersion: string;
  /** Prepared folder of what lies beside the archive in `resources`. */
  readonly resources: string;
  readonly output: string;
}

/**
 * electron-builder's configuration. The archive holds the shell alone, which needs no package; the host lies beside it as
 * files, because its Node cannot read archives. The fuses close what a command line or an environment could open.
 */
export function packageConfig({ electronDist, electronVersion, resources, output }: PackageInput): Configuration {
  return {
    appId: 'cn.e-station.terminal',
    productName: 'E-Station',
    executableName: 'e-station',
    copyright: 'Apache-2.0',
    directories: { output },
    electronDist,
    electronVersion,
    npmRebuild: false,
    publish: null,
    asar: true,
    files: ['**/*', '!node_modules'],
    extraResources: [{ from: resources, to: '.', filter: ['**/*'] }],
    linux: { target: 'dir', category: 'Utility' },
    electronFuses: {
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      enableCookieEncryption: true,
    },
  };
}
