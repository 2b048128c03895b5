import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { invariant } from '#contracts/basics/asserts.ts';
import type { RandomBytes } from '#contracts/basics/ids.ts';
import { syncLimits } from '#contracts/sync/wire.ts';
import { currentDictionary, dictionaries } from './dictionary.ts';

/**
 * The stored form of an act: `[dictionary id, 1 byte][AES-256-GCM of zstd(text)][tag, 16 bytes]`. Each act has its own key
 * (DEK), used once; deleting it makes the body unreadable wherever a copy of it may be.
 */
export interface SealedBody {
  readonly body: Uint8Array;
  readonly dek: Uint8Array;
}

const cipher = 'aes-256-gcm';
const dekLength = 32;
const tagLength = 16;
// Keys are passed as KeyObjects: Node takes plain bytes too, at three times the cost of the whole sealing.
const onlyNonce = new Uint8Array(12); // a key seals one body in its life, so the nonce need not differ
const compression = { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 0 };

/** `actId`, 16 bytes, is bound into the seal: a body does not open under another act. */
export function sealBody(text: string, actId: Uint8Array, random: RandomBytes): SealedBody {
  const dek = random(dekLength);
  const plain = Buffer.from(text, 'utf8');
  const dictionary = dictionaryOf(currentDictionary);
  // With its size known zstd takes small tables; level 1 is nearly as small as level 3 here.
  const sizes = { pledgedSrcSize: plain.length, chunkSize: plain.length + 256 };
  const packed = zstdCompressSync(plain, { dictionary, params: compression, ...sizes });
  const sealing = createCipheriv(cipher, createSecretKey(dek), onlyNonce).setAAD(actId);
  const sealed = sealing.update(packed);
  sealing.final();
  return { dek, body: Buffer.concat([Uint8Array.of(currentDictionary), sealed, sealing.getAuthTag()]) };
}

/** The act's text; throws when key, act or body do not belong together or the text is larger than a body may be. */
export function openBody({ body, dek }: SealedBody, actId: Uint8Array): string {
  invariant(body.length > tagLength, 'a body has its tag');
  const opening = createDecipheriv(cipher, createSecretKey(dek), onlyNonce, { authTagLength: tagLength }).setAAD(actId);
  opening.setAuthTag(body.subarray(-tagLength));
  const packed = Buffer.concat([opening.update(body.subarray(1, -tagLength)), opening.final()]);
  const limit = { maxOutputLength: 3 * syncLimits.bodyBytes }; // the limit counts characters, a character has up to 3 bytes
  return zstdDecompressSync(packed, { ...limit, dictionary: dictionaryOf(body[0] ?? 0) }).toString('utf8');
}

function dictionaryOf(id: number): Uint8Array {
  const dictionary = dictionaries[id];
  invariant(dictionary, 'the dictionary of a body is known');
  return dictionary;
}
