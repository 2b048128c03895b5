import type { ApprovalItem } from '#contracts/approval/item.ts';
import type { LocalizedText } from '#contracts/domain/localized.ts';
import type { NoteKey } from './case-machine.ts';

/** What a person reads of a move that the item's own words do not tell. */
const ownWords: Readonly<Record<Exclude<NoteKey, 'done' | 'skipped'>, LocalizedText>> = {
  autoApproved: { 'zh-CN': '信息核对一致，系统自动通过。', en: 'Everything agrees; approved by the system.' },
  returned: { 'zh-CN': '有内容要补正。工作人员会联系您。', en: 'Something has to be corrected. Our staff will get in touch.' },
  corrected: { 'zh-CN': '已补正，继续办理。', en: 'Corrected; the case goes on.' },
  refused: { 'zh-CN': '没有批准。工作人员会告诉您原因。', en: 'Not approved. Our staff will tell you why.' },
  held: { 'zh-CN': '暂停办理，工作人员正在核实。', en: 'On hold while our staff look into it.' },
  resumed: { 'zh-CN': '核实完毕，继续办理。', en: 'Looked into; the case goes on.' },
  withdrawn: { 'zh-CN': '已按您的意愿撤回。', en: 'Withdrawn, as you wished.' },
  departmentRefused: {
    'zh-CN': '发证部门没有通过。工作人员会联系您。',
    en: 'The issuing department did not accept it. Our staff will get in touch.',
  },
};

export const confirmedNote: LocalizedText = { 'zh-CN': '您已确认办理。', en: 'You confirmed.' };

/** The line of the timeline: the step's own sentence where it was done, ours otherwise. */
export function noteText(item: ApprovalItem, step: string, key: NoteKey): LocalizedText | undefined {
  if (key === 'skipped') return undefined;
  if (key !== 'done') return ownWords[key];
  return item.process.find(({ code }) => code === step)?.done;
}
