/** 智能研判: what events and the calendar mean for whom, and what is offered because of it. */
export { storeEvents } from './events.ts';
export { openInference } from './inference.ts';
export type { Inference } from './inference.ts';
export { factsHash, indexItems } from './judge.ts';
export type { ItemIndex, JudgeItem, RuleHit } from './judge.ts';
export { expireProposals, findProposal, publishProposal, readOffers } from './publish.ts';
export type { PublishParts } from './publish.ts';
export { openProposalSealer } from './proposal-seal.ts';
export { isOpen, moveProposal, statesBefore } from './proposal-machine.ts';
export type { ProposalEvent } from './proposal-machine.ts';
export { startSourcePoller } from './source-poller.ts';
export type { Suggestion } from './suggest/rank.ts';
export { readSuggestions, recomputeSuggestions } from './suggest/suggestions.ts';
