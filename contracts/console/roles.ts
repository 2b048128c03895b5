import { z } from 'zod';
import { staffRole } from '../approval/item.ts';

/**
 * 岗位 at the console. The first five decide about cases (`contracts/approval/item.ts`); configurator writes items, publisher is the second
 * person who approves and publishes them, auditor reads everything and changes nothing, operator looks after channels, couriers and sources.
 */
export const consoleRoles = [...staffRole.options, 'configurator', 'publisher', 'auditor', 'operator'] as const;
export const consoleRole = z.enum(consoleRoles);
export type ConsoleRole = z.infer<typeof consoleRole>;

/** The roles that work on cases. */
export const caseRoles = staffRole.options satisfies readonly ConsoleRole[];

/** 370200: whoever has it works in all districts. */
export const wholeCity = '370200';

/** Whether somebody with these districts may see what lies in `district`. */
export function reaches(districts: readonly string[], district: string): boolean {
  return districts.includes(wholeCity) || districts.includes(district);
}
