/** 主体: who may need what, who acts for them, how they are reached, which certificates they hold; each with where it is from. */
export { partyKeyOf, takeCertificate, takeEvents } from './intake.ts';
export type { MarkedField } from './marks.ts';
export { markedFields, marksOf } from './marks.ts';
export type { AgentRow, CertificateRow, ContactRow, PartyRow, SealedAgent, SealedFields, SealedPerson } from './records.ts';
export type { JudgedCertificate, JudgedParty, JudgedRecord, PartyRecord } from './read.ts';
export { findOwnPhone, lockParties, readAgents, readContacts, readParties, readPartyPage } from './read.ts';
