/** The shard key of the one log that the centre keeps. */
export const centreLog = 'centre';
