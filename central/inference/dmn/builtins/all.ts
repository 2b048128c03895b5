import { contexts } from './contexts.ts';
import { conversion } from './conversion.ts';
import { lists } from './lists.ts';
import { numbers } from './numbers.ts';
import { ranges } from './ranges.ts';
import { statistics } from './statistics.ts';
import { strings } from './strings.ts';
import { temporals } from './temporals.ts';
import type { FeelFunction } from '../feel/values.ts';
import { anyType, type FeelType } from '../feel/types.ts';

/** FEEL's built-in functions by name. */
export const builtIns: ReadonlyMap<string, FeelFunction> = new Map(
  [contexts, conversion, lists, numbers, ranges, statistics, strings, temporals].flat().map((fn) => [fn.name, fn]),
);

/** Their names, for the parser. */
export const builtInNames: ReadonlyMap<string, FeelType> = new Map([...builtIns.keys()].map((name) => [name, anyType]));
