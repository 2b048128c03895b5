import type { DmnProblem } from './problems.ts';

/** A DMN model as plain data: what is read from XML, and what is compiled. Names as in DMN 1.5, chapter 6. */

export interface DmnModel {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly imports: readonly ModelImport[];
  readonly types: readonly ItemDefinition[];
  readonly inputs: readonly InputData[];
  readonly decisions: readonly Decision[];
  readonly functions: readonly KnowledgeModel[];
  readonly services: readonly DecisionService[];
  /** What the XML holds that was not understood. */
  readonly unread: readonly DmnProblem[];
}

export interface ModelImport {
  /** The name by which this model calls the other; '' = its names are used as they are. */
  readonly name: string;
  readonly namespace: string;
}

export interface ItemDefinition {
  readonly name: string;
  readonly typeRef: string | undefined;
  readonly isCollection: boolean;
  /** Unary tests over a value (an item, where it is a collection). */
  readonly allowed: string | undefined;
  /** Unary tests over the whole value (DMN 1.5). */
  readonly constraint: string | undefined;
  readonly components: readonly ItemDefinition[];
  readonly signature: { readonly params: readonly Variable[]; readonly returns: string | undefined } | undefined;
}

export interface Variable {
  readonly name: string;
  readonly typeRef: string | undefined;
}

export interface InputData {
  readonly id: string;
  readonly variable: Variable;
}

export interface Decision {
  readonly id: string;
  readonly variable: Variable;
  /** Hrefs of the inputs and decisions it needs. */
  readonly requires: readonly string[];
  /** Hrefs of the functions and services it calls. */
  readonly knows: readonly string[];
  readonly logic: Logic | undefined;
}

export interface KnowledgeModel {
  readonly id: string;
  readonly variable: Variable;
  readonly knows: readonly string[];
  readonly logic: FunctionLogic | undefined;
}

export interface DecisionService {
  readonly id: string;
  readonly variable: Variable;
  /** Hrefs. */
  readonly outputs: readonly string[];
  readonly encapsulated: readonly string[];
  readonly inputDecisions: readonly string[];
  readonly inputData: readonly string[];
}

interface LogicBase {
  readonly id: string | undefined;
  readonly typeRef: string | undefined;
}

export type Logic = LogicBase &
  (
    | { readonly kind: 'literal'; readonly text: string }
    | {
        readonly kind: 'context';
        readonly entries: readonly { readonly variable: Variable | undefined; readonly value: Logic | undefined }[];
      }
    | {
        readonly kind: 'invocation';
        readonly callee: Logic | undefined;
        readonly bindings: readonly (Variable & { readonly value: Logic | undefined })[];
      }
    | { readonly kind: 'relation'; readonly columns: readonly Variable[]; readonly rows: readonly (readonly Logic[])[] }
    | { readonly kind: 'list'; readonly items: readonly Logic[] }
    | {
        readonly kind: 'conditional';
        readonly condition: Logic | undefined;
        readonly yes: Logic | undefined;
        readonly no: Logic | undefined;
      }
    | {
        readonly kind: 'for' | 'some' | 'every';
        readonly variable: string;
        readonly in: Logic | undefined;
        /** What is returned, or must be satisfied. */
        readonly body: Logic | undefined;
      }
    | { readonly kind: 'filter'; readonly in: Logic | undefined; readonly match: Logic | undefined }
    | FunctionShape
    | TableShape
  );

interface FunctionShape {
  readonly kind: 'function';
  readonly language: 'FEEL' | 'Java' | 'PMML';
  readonly params: readonly Variable[];
  readonly body: Logic | undefined;
}

export type FunctionLogic = LogicBase & FunctionShape;

export type HitPolicy = 'UNIQUE' | 'ANY' | 'PRIORITY' | 'FIRST' | 'RULE ORDER' | 'OUTPUT ORDER' | 'COLLECT';
export type Aggregation = 'SUM' | 'MIN' | 'MAX' | 'COUNT';

interface TableShape {
  readonly kind: 'table';
  readonly hitPolicy: HitPolicy;
  readonly aggregation: Aggregation | undefined;
  readonly inputs: readonly TableInput[];
  readonly outputs: readonly TableOutput[];
  readonly rules: readonly TableRule[];
}

export type TableLogic = LogicBase & TableShape;

export interface TableInput {
  readonly id: string | undefined;
  readonly label: string | undefined;
  readonly expression: string;
  readonly typeRef: string | undefined;
  readonly allowed: string | undefined;
}

export interface TableOutput {
  readonly id: string | undefined;
  readonly name: string | undefined;
  readonly typeRef: string | undefined;
  readonly allowed: string | undefined;
  readonly default: string | undefined;
}

export interface TableRule {
  readonly id: string | undefined;
  readonly annotation: string | undefined;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** typeRefs of single cells, where there are any. */
  readonly outputTypes?: readonly (string | undefined)[];
}
