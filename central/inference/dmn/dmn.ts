/** 智能研判中心's decision engine: DMN files in, judgements with their reasons out. */
export { validateDecision } from './checks/validate.ts';
export type { Facts, Json } from './engine/adopt.ts';
export { compile, type CompiledModel, type CompileOptions } from './engine/compile.ts';
export type { Hit, HitCell, Note } from './engine/evaluation.ts';
export type { KnownFacts } from './engine/facts.ts';
export type { DecisionError } from './engine/run.ts';
export { findTable, writeDmn, type DecisionTable } from './model/decision-table.ts';
export type { DmnModel } from './model/model.ts';
export type { DmnProblem, ProblemCode } from './model/problems.ts';
export { readDmn } from './model/read.ts';
