/**
 * What acts have in common, so that a record of 2 KB needs a third of it on disk. Raw-content zstd dictionaries, by id; the
 * id is the first byte of each body. A dictionary is never changed: bodies that were made with it could not be read any
 * more. For a better one, add the next id and name it in `currentDictionary`.
 */
export const dictionaries: Readonly<Record<number, Uint8Array>> = {
  1: Buffer.from(
    [
      '0123456789,"reasons":["attitude","clear","convenient","efficient","fast","guidance","quick","slow","unclear"],',
      '"schemaVersion":1,"score":5,"session":"019a","terminal":"E0","verification":{"attempt":1,"at":"2026-',
      '{"about":"019a","actor":{"idNumber":"370203198","layout":"resident","name":"王"},"at":"2026-11-23T06:26:00.000Z","kind":"rating.give"',
      '"statement":{"rows":[{"from":"2009-07","months":208,"scheme":"pension","status":"active","to":"2026-10"},',
      '{"from":"2012-03","months":120,"scheme":"unemployment","status":"active","to":"2026-10"},{"from":"2012-03","months":120,"scheme":"workInjury",',
      '"status":"paused","to":"2025-12"},{"from":"2012-03","months":120,"scheme":"medical","status":"ended","to":"2024-06"},',
      '{"from":"2012-03","months":12,"scheme":"maternity","status":"active","to":"2026-10"}],',
      '"source":{"at":"2026-11-23T06:26:00.000Z","system":"social-insurance","version":"2026.1"}},"terminal":"E0',
      '"kind":"certificate.issue","schemaVersion":1,"session":"019a","itemId":"social-insurance.contribution-certificate","itemVersion":1,',
      '},"terminal":"E0217","values":{"address":"山东省青岛市市南区市北区崂山区李沧区城阳区黄岛区香港中路山东路街道小区号楼单元室",',
      '"bank":"","base":"","employment":"","insuredCity":"","occupation":"","payBase":"","payMethod":"","phone":"13","startMonth":"2026-"},',
      '"verification":{"at":"2026-11-23T06:26:00.000Z","attempt":1,"method":"sms","policy":"","method":"staff","policy":"","method":"face","policy":"face-2026',
      '{"actor":{"idNumber":"370202196","layout":"resident","name":"李张刘陈杨"},"at":"2026-11-23T06:26:00.000Z","caseNumber":"QD202611230217000',
      '1","id":"019a","itemId":"social-insurance.flexible-employment-registration","itemVersion":1,"kind":"registration.submit","schemaVersion":1,',
      '"session":"019a","signature":{"strokes":[[[1000,2000],[1100,2100],[1200,2200],[1300,2300]],[[4000,5000],[4100,5100]]]},"terminal":"E0',
    ].join(''),
  ),
};

/** The dictionary of new bodies. */
export const currentDictionary = 1;
