import { BpmnModdle } from 'bpmn-moddle';
import type { ProcessStep } from '#contracts/approval/item.ts';

/** What BPMN 2.0 has no place for: kept as attributes of our own namespace on tasks. */
const stepPackage = {
  name: 'E-Station process',
  uri: 'urn:e-station:process',
  prefix: 'es',
  xml: { tagAlias: 'lowerCase' },
  types: [
    {
      name: 'Step',
      extends: ['bpmn:Activity'],
      properties: [
        { name: 'kind', isAttr: true, type: 'String' },
        { name: 'role', isAttr: true, type: 'String' },
        { name: 'warnAfterDays', isAttr: true, type: 'Integer' },
        { name: 'titleEn', isAttr: true, type: 'String' },
        { name: 'doneZh', isAttr: true, type: 'String' },
        { name: 'doneEn', isAttr: true, type: 'String' },
      ],
    },
  ],
};

export function newBpmn(): BpmnModdle {
  return new BpmnModdle({ es: stepPackage });
}

/** The kind of task that says best what a step is (BPMN 2.0.2, 10.3.3). */
export const taskOf: Readonly<Record<ProcessStep['kind'], string>> = {
  auto: 'bpmn:BusinessRuleTask',
  staff: 'bpmn:UserTask',
  department: 'bpmn:ServiceTask',
  issue: 'bpmn:ScriptTask',
  errand: 'bpmn:ManualTask',
  close: 'bpmn:Task',
};
