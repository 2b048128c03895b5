import { openStore } from '#central/store/index.ts';

export const open = openStore;
