import { readFileSync } from 'node:fs';
import { z } from 'zod';

const member = z.object({
  subject: z.string(),
  name: z.string(),
  post: z.string(),
  roles: z.array(z.string()),
  districts: z.array(z.string()),
});
export type DemoMember = z.infer<typeof member>;

export const demoStaffFile = new URL('../../../assets/demo/staff.json', import.meta.url).pathname;

/** The accounts that the identity provider of development knows. */
export function readDemoStaff(file = demoStaffFile): readonly DemoMember[] {
  return z.object({ staff: z.array(member) }).parse(JSON.parse(readFileSync(file, 'utf8'))).staff;
}
