/** 流程配置: what is on offer and by which rules, as data with versions. */
export type { Catalogue } from './catalogue.ts';
export { openCatalogue } from './catalogue.ts';
export type { WorkingCalendar } from './working-days.ts';
export { openCalendar } from './working-days.ts';
export { readDesks } from './desks.ts';
export { readVocabulary } from './vocabulary.ts';
export type { Vocabulary } from './vocabulary.ts';
export * from './approval/index.ts';
