/** 智能研判中心's decision engine: DMN files in, judgements with their reasons out. */
export { validateDecision } from './checks/validate.ts';
export type { Facts, Json } from './engine/adopt.ts';
export { compile, type CompiledModel } from './engine/compile.ts';
export type { Hit } from './engine/evaluation.ts';
export type { KnownFacts } from './engine/facts.ts';
export { findTable, writeDmn, type DecisionTable } from './model/decision-table.ts';
export type { DmnModel } from './model/model.ts';
export type { DmnProblem } from './model/problems.ts';
export { readDmn } from './model/read.ts';
export { checkXml } from './model/xml-limits.ts';
