import pg from 'pg';

/** The database with the tables of this version, which those of the tests are copies of: making the tables takes a second. */
export const migratedName = 't_migrated';

/** @param template nothing is in the new database when absent. Nobody may be connected to it. */
export async function makeDatabase(ownerUrl: string, name: string, template?: string): Promise<void> {
  await asOwner(ownerUrl, `CREATE DATABASE ${name}${template === undefined ? '' : ` TEMPLATE ${template}`}`);
}

export async function dropDatabase(ownerUrl: string, name: string): Promise<void> {
  await asOwner(ownerUrl, `DROP DATABASE ${name} WITH (FORCE)`);
}

/** The address of another database of the same PostgreSQL. */
export function withName(url: string, name: string): string {
  return url.replace(/\/estation$/, `/${name}`);
}

async function asOwner(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
