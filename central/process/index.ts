/** 流程配置: what is on offer and by which rules, as data with versions. */
export type { Catalogue } from './catalogue.ts';
export { openCatalogue } from './catalogue.ts';
export type { WorkingCalendar } from './working-days.ts';
export { openCalendar } from './working-days.ts';
