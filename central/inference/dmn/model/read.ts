import type { ModdleElement } from 'dmn-moddle';
import { err, ok, type Result } from '#contracts/basics/result.ts';
import { childOf, childrenOf, inKnownNamespace, moddle, textOf, withOwnIds } from './moddle.ts';
import type { Decision, DecisionService, DmnModel, InputData, ItemDefinition, KnowledgeModel, Variable } from './model.ts';
import { problem, type DmnProblem } from './problems.ts';
import { functionFrom, logicFrom } from './read-logic.ts';
import { checkXml } from './xml-limits.ts';

/**
 * Reads a DMN file (1.1 to 1.6). Refused: more than 1 MB, a document type, too deep, too many elements, not DMN. What it means is
 * not judged here (`validateDecision`).
 */
export async function readDmn(xml: string): Promise<Result<DmnModel, readonly DmnProblem[]>> {
  const checked = checkXml(xml);
  if (!checked.ok) return err([checked.error]);
  try {
    const { xml: known, twice } = withOwnIds(inKnownNamespace(xml));
    const { rootElement, warnings } = await moddle.fromXML(known);
    if (rootElement.$type !== 'dmn:Definitions') {
      return err([problem('xml-not-dmn', 'The file does not begin with DMN definitions.')]);
    }
    const unread = warnings.map(({ message }) => problem('xml-unknown-element', firstLine(message)));
    return ok(modelFrom(rootElement, unread, twice));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return err([
      problem(/unknown (element|type)|unrecognized/i.test(message) ? 'xml-not-dmn' : 'xml-malformed', firstLine(message)),
    ]);
  }
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').slice(0, 200);
}

function modelFrom(root: ModdleElement, unread: readonly DmnProblem[], twice: readonly string[]): DmnModel {
  const elements = childrenOf(root, 'drgElement');
  const ofType = (type: string) => elements.filter((element) => element.$type === type);
  return {
    id: textOf(root, 'id') ?? '',
    name: textOf(root, 'name') ?? '',
    namespace: textOf(root, 'namespace') ?? '',
    imports: childrenOf(root, 'import')
      .filter((element) => !/Java|PMML/i.test(textOf(element, 'importType') ?? ''))
      .map((element) => ({ name: textOf(element, 'name') ?? '', namespace: textOf(element, 'namespace') ?? '' })),
    types: childrenOf(root, 'itemDefinition').map(itemDefinition),
    inputs: ofType('dmn:InputData').map(inputData),
    decisions: ofType('dmn:Decision').map(decision),
    functions: ofType('dmn:BusinessKnowledgeModel').map(knowledgeModel),
    services: ofType('dmn:DecisionService').map(decisionService),
    unread: [...unread, ...twice.map((id) => duplicateId(id, elements))],
  };
}

/** Two drawings may share an id and harm nobody; two things that are referred to may not. */
function duplicateId(id: string, elements: readonly ModdleElement[]): DmnProblem {
  const severity = elements.some((element) => textOf(element, 'id') === id) ? 'error' : 'warning';
  return problem('duplicate-id', `The id "${id.slice(0, 100)}" is there twice.`, { severity });
}

function variableOf(element: ModdleElement): Variable {
  const variable = childOf(element, 'variable');
  return { name: textOf(element, 'name') ?? textOf(variable, 'name') ?? '', typeRef: textOf(variable, 'typeRef') };
}

function hrefs(element: ModdleElement, name: string): string[] {
  return childrenOf(element, name).flatMap((reference) => textOf(reference, 'href') ?? []);
}

function required(element: ModdleElement, list: string, names: readonly string[]): string[] {
  return childrenOf(element, list).flatMap((requirement) =>
    names.flatMap((name) => textOf(childOf(requirement, name), 'href') ?? []),
  );
}

function itemDefinition(element: ModdleElement): ItemDefinition {
  const signature = childOf(element, 'functionItem');
  return {
    name: textOf(element, 'name') ?? '',
    typeRef: textOf(element, 'typeRef')?.trim(),
    isCollection: element.get('isCollection') === true,
    allowed: textOf(childOf(element, 'allowedValues'), 'text'),
    constraint: textOf(childOf(element, 'typeConstraint'), 'text'),
    components: childrenOf(element, 'itemComponent').map(itemDefinition),
    signature: signature && {
      params: childrenOf(signature, 'parameters').map((param) => ({
        name: textOf(param, 'name') ?? '',
        typeRef: textOf(param, 'typeRef'),
      })),
      returns: textOf(signature, 'outputTypeRef'),
    },
  };
}

function inputData(element: ModdleElement): InputData {
  return { id: textOf(element, 'id') ?? '', variable: variableOf(element) };
}

function decision(element: ModdleElement): Decision {
  return {
    id: textOf(element, 'id') ?? '',
    variable: variableOf(element),
    requires: required(element, 'informationRequirement', ['requiredDecision', 'requiredInput']),
    knows: required(element, 'knowledgeRequirement', ['requiredKnowledge']),
    logic: logicFrom(childOf(element, 'decisionLogic')),
  };
}

function knowledgeModel(element: ModdleElement): KnowledgeModel {
  const logic = childOf(element, 'encapsulatedLogic');
  return {
    id: textOf(element, 'id') ?? '',
    variable: variableOf(element),
    knows: required(element, 'knowledgeRequirement', ['requiredKnowledge']),
    logic: logic && functionFrom(logic),
  };
}

function decisionService(element: ModdleElement): DecisionService {
  return {
    id: textOf(element, 'id') ?? '',
    variable: variableOf(element),
    outputs: hrefs(element, 'outputDecision'),
    encapsulated: hrefs(element, 'encapsulatedDecision'),
    inputDecisions: hrefs(element, 'inputDecision'),
    inputData: hrefs(element, 'inputData'),
  };
}
