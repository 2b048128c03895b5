import { err, ok, type Result } from '#contracts/basics/result.ts';
import { problem, type DmnProblem } from './problems.ts';

/** 1 MB: fifty times the largest table that anybody would read. */
export const largestXmlBytes = 1024 * 1024;
const deepest = 100;
const mostElements = 60_000;

/**
 * Looks at the raw text before any parser does: size, document type (the way in for entities), depth and number of elements.
 * Knows comments, CDATA and quoted attributes, and nothing else of XML.
 */
export function checkXml(xml: string): Result<void, DmnProblem> {
  if (xml.length > largestXmlBytes || Buffer.byteLength(xml) > largestXmlBytes) {
    return err(problem('xml-too-large', `The file is larger than ${largestXmlBytes} bytes.`));
  }
  let [depth, count, at] = [0, 0, 0];
  for (;;) {
    const start = xml.indexOf('<', at);
    if (start < 0) return ok();
    const skipped = skippedSection(xml, start);
    if (skipped !== undefined) {
      at = skipped;
      continue;
    }
    if (xml.startsWith('<!', start))
      return err(problem('xml-doctype', 'A decision file must not have a document type or entities.'));
    const end = tagEnd(xml, start + 1);
    if (end === undefined) return err(problem('xml-malformed', 'A tag does not end.'));
    at = end + 1;
    if (xml[start + 1] === '/') depth -= 1;
    else {
      count += 1;
      if (xml[end - 1] !== '/') depth += 1;
    }
    if (depth > deepest) return err(problem('xml-too-deep', `Elements are nested deeper than ${deepest}.`));
    if (count > mostElements) return err(problem('xml-too-many-elements', `There are more than ${mostElements} elements.`));
  }
}

/** Where a comment, CDATA section or processing instruction that begins here ends. */
function skippedSection(xml: string, start: number): number | undefined {
  for (const [open, close] of [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
    ['<?', '?>'],
  ] as const) {
    if (!xml.startsWith(open, start)) continue;
    const end = xml.indexOf(close, start + open.length);
    return end < 0 ? xml.length : end + close.length;
  }
  return undefined;
}

function tagEnd(xml: string, from: number): number | undefined {
  let quote = '';
  for (let i = from; i < xml.length; i++) {
    const char = xml[i] ?? '';
    if (quote) {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return i;
  }
  return undefined;
}
