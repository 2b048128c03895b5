import type { DepartmentMode, DockPrinterFault, DockSam, ReaderFaultName } from '#contracts/dev-dock/actions.ts';

/** What was switched through the dock and cannot be asked of the simulators themselves. */
export interface Switches {
  /** Whose card was laid down last; whether it still lies there is the reader's to say. */
  person: string;
  readerFault: ReaderFaultName | null;
  sam: DockSam;
  printerFaults: readonly DockPrinterFault[];
  readonly plugged: { reader: boolean; printer: boolean };
  department: DepartmentMode;
  centreRuns: boolean;
  clockOffsetMs: number;
}

export function createSwitches(): Switches {
  return {
    person: '',
    readerFault: null,
    sam: 'own',
    printerFaults: [],
    plugged: { reader: true, printer: true },
    department: 'none',
    centreRuns: true,
    clockOffsetMs: 0,
  };
}
