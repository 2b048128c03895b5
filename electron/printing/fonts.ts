import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { err, ok, type Result } from '#contracts/basics/result.ts';

/**
 * The fonts of paper. Noto CJK covers all of the Unified Ideographs block, HanaMin the extensions B to F, BabelStone Han G and
 * H: together every ideograph of Unicode 15, so that a name is always set whole.
 */
export interface FontFile {
  readonly path: string;
  /** PostScript name of the face in a collection; a plain font file has none. */
  readonly face?: string;
}

export interface FontChain {
  readonly sans: FontFile;
  readonly sansBold: FontFile;
  readonly serif: FontFile;
  readonly serifBold: FontFile;
  /** For what the fonts above lack, best first. */
  readonly rare: readonly FontFile[];
}

const files = {
  sans: { file: 'NotoSansCJK-Regular.ttc', face: 'NotoSansCJKsc-Regular' },
  sansBold: { file: 'NotoSansCJK-Bold.ttc', face: 'NotoSansCJKsc-Bold' },
  serif: { file: 'NotoSerifCJK-Regular.ttc', face: 'NotoSerifCJKsc-Regular' },
  serifBold: { file: 'NotoSerifCJK-Bold.ttc', face: 'NotoSerifCJKsc-Bold' },
} as const;
const rareFiles = ['HanaMinA.ttf', 'HanaMinB.ttf', 'BabelStoneHan.ttf'] as const;

/** Where Debian's fonts-noto-cjk, fonts-hanazono and fonts-babelstone-han put their files. */
const debianFolders = [
  '/usr/share/fonts/opentype/noto',
  '/usr/share/fonts/truetype/hanazono',
  '/usr/share/fonts/truetype/babelstone',
];

/** Folders to look in first, separated like PATH; for machines whose fonts lie elsewhere. */
export const fontFoldersVariable = 'ESTATION_FONTS';

/** The chain, or the names of the files that are missing. `folders` are looked through in their order. */
export function findFonts(folders: readonly string[] = fontFolders(process.env)): Result<FontChain, readonly string[]> {
  const missing: string[] = [];
  const locate = (file: string): string => {
    const path = folders.map((folder) => join(folder, file)).find((candidate) => existsSync(candidate));
    if (!path) missing.push(file);
    return path ?? file;
  };
  const faceOf = ({ file, face }: { readonly file: string; readonly face: string }): FontFile => ({ path: locate(file), face });
  const chain: FontChain = {
    sans: faceOf(files.sans),
    sansBold: faceOf(files.sansBold),
    serif: faceOf(files.serif),
    serifBold: faceOf(files.serifBold),
    rare: rareFiles.map((file) => ({ path: locate(file) })),
  };
  return missing.length > 0 ? err(missing) : ok(chain);
}

/** The folders that `environment` names, then Debian's. */
export function fontFolders(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const own = (environment[fontFoldersVariable] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...own, ...debianFolders];
}
