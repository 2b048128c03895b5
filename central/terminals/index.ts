/** 终端: which terminals there are, which certificates they hold, when they were last heard. */
export type { DevPki } from './dev-pki.ts';
export { ensureDevPki } from './dev-pki.ts';
export type { EnrolledTerminal } from './enrolment.ts';
export { enrolTerminal, findEnrolled, fingerprintOf, revokeTerminal, terminalNameOf } from './enrolment.ts';
export type { PulseBook } from './pulse.ts';
export { openPulseBook } from './pulse.ts';
