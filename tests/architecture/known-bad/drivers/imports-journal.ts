import { openJournal } from '#electron/journal/journal.ts';

export const open = openJournal;
