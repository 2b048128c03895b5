/** 同步: what terminals send up (intake) and what they are told (feed), with the signatures that make both believable. */
export type { Feed } from './feed.ts';
export { feedDelays, openFeed } from './feed.ts';
export type { ActHandler, ActHandlers, ActOf, Circumstances, Decision, EffectRows, Judge } from './handler.ts';
export type { Intake, IntakeParts } from './intake.ts';
export { takeIn } from './intake.ts';
export { replyText } from './answers.ts';
export { decodeBatch } from './ndjson.ts';
export type { PublicKeys } from './signer.ts';
export { openSigner } from './signer.ts';
