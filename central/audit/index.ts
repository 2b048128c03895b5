/** 审计: the append-only log (Merkle tree, signed checkpoints), its proofs, its verification, and who read a person's data. */
export type { ActCheck } from './act-check.ts';
export type { AuditFault, AuditLog } from './audit-log.ts';
export { auditKeyName, defaultOrigin, openAuditLog } from './audit-log.ts';
export { readKept } from './checkpoint-file.ts';
export { findingText } from './findings.ts';
export type { NoteKey } from './note-key.ts';
export { openCheckpoint, readVerifierKey, signNote, verifierKeyOf } from './note-key.ts';
export type { InclusionProof } from './proofs.ts';
export { checkProof } from './proofs.ts';
export { readDataReads } from './data-reads.ts';
export type { ReadAbout } from './reads.ts';
export { listReadsAbout } from './reads.ts';
export { addAuditRoutes } from './routes.ts';
export type { Verification } from './verify.ts';
export { verifyLog } from './verify.ts';
